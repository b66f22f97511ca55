# make lecture   install what is missing and render the first lecture
# make test      lint, types, import contracts, all tests

SETUP := pyproject.toml constraints.txt scripts/setup.sh
LECTURE := .venv/bin/lecture

.PHONY: lecture all test audit bench setup clean constraints

lecture: .venv/ready
	@$(LECTURE) render rise-over-run

all: .venv/ready
	@$(LECTURE) render --all

test: .venv/ready-test
	@sh scripts/test.sh

audit: .venv/ready-test
	@$(LECTURE) check --presets --fuzz 5

bench: .venv/ready
	@$(LECTURE) bench

setup: .venv/ready

.venv/ready: $(SETUP)
	@sh scripts/setup.sh

.venv/ready-test: $(SETUP)
	@sh scripts/setup.sh test

# Pin what is installed now, after trying newer versions in .venv. Do it with the oldest Python we
# support (Debian 12 has 3.11.2): some packages want a later one in their newest versions.
constraints: .venv/ready-test
	@.venv/bin/python -m pip freeze --exclude-editable --exclude mvcalc > constraints.txt

clean: .venv/ready
	@$(LECTURE) clean
