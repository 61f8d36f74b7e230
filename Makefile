# Every target does all of its own set-up: uv comes through pip, everything else through the lock file.
UV ?= $(shell command -v uv || echo .uv/bin/uv)
RUN = $(UV) run --frozen --quiet

.PHONY: help demo test bench rounds year reliability soak sandbox pictures docs lint clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: .venv/ready ## nine simulated months of the whole job, against a local Microsoft 365
	@$(RUN) bot demo

test: lint ## lint, formatting, strict types and every test
	@$(RUN) pytest -q -n 2 --dist loadfile --no-loadscope-reorder

bench: .venv/ready ## requests, seconds and memory, counted in one run
	@$(RUN) python -m benchmarks
	@$(RUN) --with docx2python --with 'markitdown[docx]' python -m benchmarks.reading

rounds: .venv/ready ## what a round of reminders asks for beside 100, 10,000 and 100,000 rows
	@$(RUN) python -m benchmarks.rounds

year: .venv/ready ## a year simulated, every reminder held against an oracle (some minutes)
	@$(RUN) python -m benchmarks.year

reliability: .venv/ready ## a kill at every point and every lost answer, counted into docs/reliability.md
	@$(RUN) python -m benchmarks.reliability

SOAK ?=  # such as --forms 30 --mails 90 --seeds 1
soak: .venv/ready ## 1,000 forms among 5,000 mails, faults and kills, 20 seeds; smaller with SOAK=...
	@$(RUN) python -m benchmarks.soak $(SOAK)

sandbox: .venv/ready ## a local Microsoft 365 that stays up
	@$(RUN) bot sandbox

lint: .venv/ready
	@$(RUN) ruff check
	@$(RUN) ruff format --check
	@$(RUN) mypy

.venv/ready: $(UV) pyproject.toml uv.lock
	@$(UV) sync --frozen --quiet
	@touch $@

.uv/bin/uv:
	@python3 -m pip install --quiet --target .uv uv 2>/dev/null \
		|| { python3 -m venv .uv && .uv/bin/pip install --quiet uv; }

clean: ## remove everything that was set up or cached here
	rm -rf .venv .uv .mypy_cache .ruff_cache .pytest_cache state

pictures: .venv/ready ## take docs/pictures/*.png anew; needs Chromium
	@$(RUN) python -m docs.pictures.make

docs: .venv/ready ## write the pages of docs/ that tell what the code does
	@$(RUN) python -m docs.generate
