# What one types: `make try` first. `make help` lists the rest.

SWIFT ?= swift
PREFIX ?= /usr
DESTDIR ?=
# Every build checks that a target imports only what it depends on.
CHECKED = --explicit-target-dependency-import-check error
# Runs where no Swift is installed.
RELEASE = -c release --static-swift-stdlib --product kith
# What ours is held against in the benchmarks, beside the servers of this project.
PEERS = g++ libev-dev libical-dev
# Real peers of the tests: a service manager, mail and message servers, a browser, other calendars.
TESTED = curl systemd systemd-sysv dbus python3 python3-aiosmtpd python3-botocore python3-dateutil \
  python3-icalendar python3-venv kannel kannel-extras postfix dovecot-imapd dovecot-lmtpd chromium
PACKAGES = libcurl4-openssl-dev libgmime-3.0-dev libsqlite3-dev libsystemd-dev pkg-config tzdata

.PHONY: help try build test lint format bench install package needs

help:
	@echo 'make try      build Kith and try it with pretend phones; nothing leaves this machine'
	@echo 'make test     build and run every test'
	@echo 'make lint     check the format; the rules of the house are checked by make test'
	@echo 'make format   put the sources into the format'
	@echo 'make bench    run the benchmarks beside the limits they are held against'
	@echo 'make package  make a Debian package in .build'
	@echo 'make install  put program, unit files and shipped data under $$(DESTDIR)$$(PREFIX)'

# Installs what is missing, where we may.
needs:
	@deploy/needs $(PACKAGES)

try: needs
	$(SWIFT) build --product kith
	"$$($(SWIFT) build --show-bin-path)/kith" try

build: needs
	$(SWIFT) build $(CHECKED)

test: needs
	@deploy/needs $(TESTED)
	$(SWIFT) build --build-tests $(CHECKED)
	Tests/run

lint:
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests $(wildcard Benchmarks)

format:
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests $(wildcard Benchmarks)

bench: needs
	@deploy/needs $(PEERS)
	Benchmarks/run

package: needs
	$(SWIFT) build $(RELEASE)
	deploy/package "$$($(SWIFT) build $(RELEASE) --show-bin-path)/kith" .build

install: needs
	$(SWIFT) build $(RELEASE)
	deploy/install "$$($(SWIFT) build $(RELEASE) --show-bin-path)/kith" "$(DESTDIR)" "$(PREFIX)"
