"""From a request to files: plan, draw in worker processes, keep by digest, package."""
