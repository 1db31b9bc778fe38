# Each target does what it needs first, and only if its inputs changed. `make` lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PORT ?=
PREVIEW_PORT ?= 8008
WORKERS ?= 3
LOCK ?= requirements.lock
PYTHON := .venv/bin/python
export RASA_TELEMETRY_ENABLED := false
export HF_HUB_OFFLINE := 1
export PYTHONWARNINGS := ignore
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export TF_CPP_MIN_LOG_LEVEL := 3
export PYTHONPATH := $(CURDIR)

CONTENT := $(shell find knowledge/content -name '*.yml' -o -name '*.yaml')
KNOWLEDGE := $(wildcard knowledge/*.py knowledge/records/*.py)
ADAPTER := retrieval/adapter.py $(wildcard retrieval/adapter/*)
RETRIEVAL := $(ADAPTER) retrieval/encoder.py retrieval/exported.py retrieval/index.py retrieval/text.py retrieval/spelling.py retrieval/subject.py \
  retrieval/distress.py retrieval/elsewhere.txt retrieval/distress.txt retrieval/ordinary.txt knowledge/cases.py knowledge/folding.py
BOT := config.yml domain.yml bot/rules.yml bot/featurizer.py bot/intents.py bot/spelling.py knowledge/folding.py $(ADAPTER) retrieval/encoder.py $(wildcard bot/nlu/*.yml)

.PHONY: help api attack attack-bare proxies soak chat shell ask converse test check lint types content schema preview flow checklist check-template feedback currency validate evaluate understand fit tune measure load crowd structured appraisal papers widget setup knowledge index train lock clean

help: ## List every target with what it does
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-14s %s\n", $$1, $$2}'

chat: build/index/entries.json models/guide.tar.gz ## Start the guide and print the address of its page (PORT=5005)
	@$(PYTHON) -m bot.serve $(if $(PORT),--port $(PORT))

shell: build/index/entries.json models/guide.tar.gz ## The same chat in the terminal
	@$(PYTHON) -m bot.shell $(if $(PORT),--port $(PORT))

ask: build/index/entries.json ## Answer one question: make ask Q="how can risk be shared?"
	@test -n "$(Q)" || { echo 'Say what to ask: make ask Q="how can risk be shared?"' >&2; exit 2; }
	@$(PYTHON) -m retrieval ask "$(Q)"

converse: build/index/entries.json models/guide.tar.gz ## Play a conversation file: make converse FILE=tests/conversations/x.yml
	@test -n "$(FILE)" || { echo 'Say which file: make converse FILE=tests/conversations/x.yml' >&2; exit 2; }
	@$(PYTHON) -m bot.converse "$(FILE)"

test: setup ## Everything that is checked: style, types, content, units, conversations, the page
	@setup/check-chromium
	@$(MAKE) --no-print-directory check build/index/entries.json models/guide.tar.gz
	@$(PYTHON) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder || \
	  { echo "What failed beside others once more, alone:"; $(PYTHON) -m pytest --last-failed --last-failed-no-failures none; }

api: .venv-api/.ready build/index/entries.json models/guide.tar.gz ## Try the channel's API with schemathesis, by docs/openapi.yml (about two minutes)
	@PYTHONPATH=. HF_HUB_OFFLINE=1 $(PYTHON) tests/try_api.py

attack: build/index/entries.json models/guide.tar.gz ## Try what strangers may try on the channel, while a visitor is served (SHORT=1: less of it)
	@PYTHONPATH=. HF_HUB_OFFLINE=1 $(PYTHON) benchmarks/attack.py $(if $(SHORT),--short)

attack-bare: .venv/.ready ## The same on a bare Rasa bot with Rasa's own channels, to compare (about three minutes)
	@PYTHONPATH=. $(PYTHON) benchmarks/attack_bare.py

proxies: build/index/entries.json models/guide.tar.gz ## Try the examples for nginx and Caddy with TLS (needs both; about five minutes)
	@PYTHONPATH=. HF_HUB_OFFLINE=1 $(PYTHON) benchmarks/proxies.py

soak: build/index/entries.json models/guide.tar.gz ## Kill either server in the middle of turns, twenty times (about three minutes; SHORT=1: four times)
	@PYTHONPATH=. HF_HUB_OFFLINE=1 $(PYTHON) benchmarks/soak.py $(if $(SHORT),--kills 4)

.venv-api/.ready: requirements-api.lock | .venv/.ready
	@test -x .venv-api/bin/python || $(PYTHON) -m venv .venv-api
	@setup/retry .venv-api/install.log .venv-api/bin/python -m pip install --disable-pip-version-check --no-deps --progress-bar off -r requirements-api.lock
	@touch $@

check: lint types content validate ## The quick checks: style, types, content, Rasa's own validation

lint: .venv/.ready ## Style (ruff)
	@$(PYTHON) -m ruff check --quiet . && $(PYTHON) -m ruff format --check --quiet .
	@echo "Style: clean."

types: .venv/.ready ## Types (mypy strict) of knowledge and retrieval
	@$(PYTHON) -m mypy

content: .venv/.ready ## Check the content: every fault with its file and place, and the schemas that editors use
	@$(PYTHON) -m knowledge check --schemas
	@setup/check-fidelity
	@setup/check-twins

schema: content ## The same: it writes the JSON Schemas that editors use

preview: .venv/.ready ## Show all content with its links and faults as a local page (PREVIEW_PORT=8008)
	@$(PYTHON) -m knowledge preview --port $(PREVIEW_PORT)

flow: | .venv/.ready ## Draw the journeys from the content into docs/flow.md (needs Graphviz)
	@$(PYTHON) -m knowledge.flow

checklist: | .venv/.ready ## The papers of a profile in every format, without the chat: make checklist PROFILE=knowledge/examples/NAME.yml OUT=folder
	@test -n "$(PROFILE)" -a -n "$(OUT)" || { echo 'Say which profile and where to: make checklist PROFILE=knowledge/examples/day-support-wales.yml OUT=build/papers' >&2; exit 2; }
	@$(PYTHON) -m actions.papers "$(PROFILE)" --out "$(OUT)"

check-template: .venv/.ready ## Check a Word template that was restyled: make check-template FILE=actions/templates/paper.docx
	@$(PYTHON) -m actions.word $(FILE)

feedback: .venv/.ready ## What people said of answers: useful, out of date, not what they asked, not clear
	@$(PYTHON) -m bot.feedback

currency: .venv/.ready ## Which notes are due for review, and due by a day: DATE=2027-06-01 (NATION=wales)
	@$(PYTHON) -m knowledge currency $(if $(DATE),--by $(DATE)) $(if $(NATION),--nation $(NATION))

validate: .venv/.ready ## Rasa's own check of intents, rules and domain
	@mkdir -p build && ACTIONS_URL=unused GUIDE_STATE=build/state $(PYTHON) -m rasa data validate --data bot --fail-on-warnings \
	  > build/validate.log 2>&1 || { tail -n 40 build/validate.log >&2; exit 1; }
	@echo "Rasa's data: valid."

evaluate: build/index/entries.json ## Rates of right answers over tests/evaluation
	@$(PYTHON) -m retrieval evaluate

understand: models/guide.tar.gz ## How well the trained model tells what people mean, over tests/evaluation
	@$(PYTHON) benchmarks/understand.py 2>/dev/null

fit: build/index/entries.json ## Fit the confidence of answers on the dev half of tests/evaluation
	@$(PYTHON) -m retrieval fit

tune: build/knowledge.json ## Train the encoder's adapter on our own asks (over an hour; kept only if it wins on asks it never saw)
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -c $(LOCK) peft==0.21.2 datasets==5.2.0 accelerate==1.15.0
	@$(PYTHON) -m retrieval tune

measure: build/index/entries.json models/guide.tar.gz ## The figures of docs/measurements.md (about 5 minutes)
	@$(PYTHON) benchmarks/measure.py

load: build/index/entries.json models/guide.tar.gz ## How many people the guide serves at once (about 4 minutes)
	@$(PYTHON) benchmarks/load.py

crowd: build/index/entries.json models/guide.tar.gz ## A hundred visitors for five minutes, beside a bare Rasa bot that only echoes (about 12 minutes)
	@PYTHONPATH=. HF_HUB_OFFLINE=1 $(PYTHON) benchmarks/crowd.py

structured: build/index/entries.json ## How many questions on structured facts are answered right (some seconds)
	@PYTHONPATH=. $(PYTHON) benchmarks/structured.py

appraisal: | .venv/.ready ## How long an options appraisal takes, with what would change it (some seconds)
	@PYTHONPATH=. $(PYTHON) benchmarks/appraisal.py

widget: build/index/entries.json models/guide.tar.gz ## The widget's size, when it can be used at a quarter of this machine's speed, and from sending to the reply shown
	@PYTHONPATH=. HF_HUB_OFFLINE=1 $(PYTHON) benchmarks/widget.py

papers: | .venv/.ready ## How long each document takes in each format (about four minutes)
	@PYTHONPATH=. $(PYTHON) benchmarks/papers.py

setup: .venv/.ready ## Make the environment .venv and the git hook (LOCK=requirements-cpu.lock: see README)
	@setup/hook

knowledge: build/knowledge.json ## Compile the content, with its counts: all faults at once
	@$(PYTHON) -m knowledge check

index: build/index/entries.json ## Build the search index

train: models/guide.tar.gz ## Train the Rasa model

.venv/.ready: $(LOCK)
	@setup/install $(LOCK)
	@touch $@

build/knowledge.json: $(CONTENT) $(KNOWLEDGE) | .venv/.ready
	@$(PYTHON) -m knowledge compile

build/index/entries.json: build/knowledge.json $(RETRIEVAL) | .venv/.ready
	@echo "Building the search index (about 80 seconds) ..."
	@$(PYTHON) -m retrieval build

models/guide.tar.gz: $(BOT) | .venv/.ready
	@$(PYTHON) -m retrieval check-encoder
	@echo "Training the Rasa model (about a minute) ..."
	@mkdir -p build && ACTIONS_URL=unused GUIDE_STATE=build/state $(PYTHON) -m rasa train --data bot --fixed-model-name guide --out models > build/train.log 2>&1 || { tail -n 40 build/train.log >&2; exit 1; }

lock: ## Compile both locks anew from pyproject.toml (needs uv)
	@setup/lock

clean: ## Delete what was built (not .venv, not the conversations)
	@rm -rf build/knowledge.json build/index build/encoder models .rasa
