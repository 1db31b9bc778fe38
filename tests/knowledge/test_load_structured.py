"""What an author broke in structured facts (models, routes, directory, timeline and so on) is named, all of it at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from test_load import SMALL, faults, replace

from knowledge import preview
from knowledge.__main__ import main

# name -> (file, what is replaced, with what, the line that the author reads)
BROKEN = {
    "an attribute that a model leaves out": (
        "models.yml", "    capital: not_in_report\n", "",
        "content/models.yml, company, facts: 'capital' is missing; write `not_in_report` if neither a report nor a note says.",
    ),
    "an attribute that there is not": (
        "models.yml", "    capital: not_in_report\n", "    capital: not_in_report\n    colour: not_in_report\n",
        "content/models.yml, company, facts.__key__: found 'colour'; it must be one of definition, legal_form, who_owns, "
        "who_governs, surplus, asset_lock, capital, tax_and_pensions, good_for, poor_for.",
    ),
    "a fact that rests on nothing": (
        "models.yml", '{value: "There is one.", notes: [care-trusts]}', '{value: "There is one."}',
        "content/models.yml, company, facts.asset_lock: names neither a passage nor a note that says so.",
    ),
    "a fact that names a passage that there is not": (
        "models.yml", "passages: [a-slow-start]", "passages: [a-slow-strat]",
        "content/models.yml, company, facts.definition: 'a-slow-strat' is not in passages. Nearest: 'a-slow-start'.",
    ),
    "a trait without its fact": (
        "models.yml", 'asset_lock: {value: "There is one.", notes: [care-trusts]}', "asset_lock: not_in_report",
        "content/models.yml, company, traits: 'asset-lock' needs a fact under 'asset_lock', which is not in the reports.",
    ),
    "a trait that is neither yes nor partly": (
        "models.yml", 'asset-lock: "yes"', "asset-lock: perhaps",
        "content/models.yml, company, traits.asset-lock: found 'perhaps'; it must be one of yes, partly.",
    ),
    "a word for two kinds of help": (
        "helps.yml", "words: [finance, funding]", "words: [finance, finance]",
        "content/helps.yml, finance, words: 'finance' is also in finance; a word means one of them.",
    ),
    "a name that means two entries": (
        "directory.yml", "also: [CN]", "also: [Start Fund]",
        "content/directory.yml, care-network, also: 'start fund' also names start-fund; a name means one entry.",
    ),
    "a kind of entry that there is not": (
        "directory.yml", "kind: organisation", "kind: organization",
        "content/directory.yml, care-network, kind: found 'organization'; it must be one of organisation, programme, "
        "publication. Nearest: 'organisation'.",
    ),
    "help that is in no list": (
        "directory.yml", "  offers: A network of care trusts.\n", "  offers: A network of care trusts.\n  helps: [finanse]\n",
        "content/directory.yml, care-network, helps: 'finanse' is not in helps. Nearest: 'finance'.",
    ),
    "an entry that rests on nothing": (
        "directory.yml", "  passages: [paid-early]\n", "",
        "content/directory.yml, start-fund: names neither a passage nor a note that says so.",
    ),
    "a law that no note names": (
        "legislation.yml", "[]", '- {id: an-act, name: "An Act 2001", address: "https://www.legislation.gov.uk/ukpga/2001/1"}',
        "content/legislation.yml, an-act, name: no note names 'An Act 2001' in its instrument; write it as the note does, or "
        "delete the entry.",
    ),
    "a law without a place to read it": (
        "legislation.yml", "[]", '- {id: an-act, name: "Social Care Act 2012", address: "legislation.gov.uk, 2001"}',
        "content/legislation.yml, an-act, address: 'legislation.gov.uk, 2001' is no address; it begins with https:// and has no "
        "space.",
    ),
    "a pathfinder of an organisation": (
        "pathfinders.yml", "programme: start-fund", "programme: care-network",
        "content/pathfinders.yml, first-body, programme: 'care-network' is no programme of the directory.",
    ),
    "a month that there is not": (
        "timeline.yml", "2012-04", "2012-14",
        "content/timeline.yml, trusts-end, date: '2012-14' is no year, month or day (2010, 2010-11, 2010-11-19).",
    ),
    "a date in words": (
        "timeline.yml", "2012-04", "April 2012",
        "content/timeline.yml, trusts-end, date: 'April 2012' is no year, month or day (2010, 2010-11, 2010-11-19).",
    ),
    "an event of no nation": (
        "timeline.yml", "nations: [england]", "nations: []",
        "content/timeline.yml, trusts-end, nations: is empty; name the nations that it touched.",
    ),
    "advice of somebody who is not named": (
        "recommendations/report-2010.yml", "standing: own", "standing: reported",
        "content/recommendations/report-2010.yml, pay-early, whose: says whose advice it is, where it is `reported` and "
        "nowhere else.",
    ),
    "somebody unknown who is to act": (
        "recommendations/report-2010.yml", "to: commissioner", "to: commisioner",
        "content/recommendations/report-2010.yml, pay-early, to: found 'commisioner'; it must be one of government, "
        "commissioner, social_enterprise, support_organisation, staff_group. Nearest: 'commissioner'.",
    ),
    "a route for neither small nor large contracts": (
        "routes.yml", "worth: [below]", "worth: [little]",
        "content/routes.yml, small-contract, worth.1: found 'little'; it must be one of below, above.",
    ),
    "a route that watches out for nothing that is known": (
        "routes.yml", "notes: [care-trusts]", "notes: [care-trust]",
        "content/routes.yml, small-contract, watch_out.1: 'care-trust' is not in notes. Nearest: 'care-trusts'.",
    ),
    "a situation with markup": (
        "situations.yml", "It took long.", "It took **long**.",
        "content/situations.yml, no-provider, points_against.1.value: '**' is markup, which readers would see; write plain text.",
    ),
    "a situation that nothing speaks for": (
        "situations.yml", "  speaks_for: [nobody offers the service]\n", "",
        "content/situations.yml, no-provider: the key 'speaks_for' is missing.",
    ),
}  # fmt: skip


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "content"))


@pytest.mark.parametrize(("file", "old", "new", "line"), BROKEN.values(), ids=BROKEN)
def test_each_fault_is_one_line_that_names_the_file_the_place_and_what_to_do(content: Path, file, old, new, line):
    replace(content, file, old, new)
    assert faults(content) == [line]


def test_faults_of_all_kinds_are_reported_at_once_and_none_as_a_traceback(content: Path, capsys):
    kinds = [
        "an attribute that a model leaves out", "a name that means two entries", "a month that there is not",
        "advice of somebody who is not named", "a route for neither small nor large contracts", "a situation with markup",
    ]  # fmt: skip
    for kind in kinds:
        replace(content, *BROKEN[kind][:3])
    assert main(["check", "--content", str(content)]) == 1
    printed = capsys.readouterr().err
    assert all(BROKEN[kind][3] in printed for kind in kinds) and "Traceback" not in printed


SHOWN = [
    "models/company", "traits/asset-lock", "routes/small-contract", "helps/finance", "directory/start-fund",
    "pathfinders/first-body", "timeline/trusts-end", "recommendations/pay-early", "situations/no-provider",
]  # fmt: skip


def test_the_preview_shows_every_kind_with_its_faults_and_what_nothing_names(content: Path):
    replace(content, "timeline.yml", "2012-04", "2012-14")
    replace(content, "models.yml", '  traits: {asset-lock: "yes"}\n', "")
    page = preview.page(content)
    assert all(f'id="{entry}"' in page for entry in SHOWN)
    assert "is no year, month or day" in page
    trait = page[page.index('id="traits/asset-lock"') :]
    assert "Nothing names it." in trait[: trait.index("</article>")]
