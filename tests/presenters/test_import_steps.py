"""The steps of an import, its cards, its picture of what will change, and its first rows."""

from dataclasses import replace

from tests.presenters.import_examples import make_file, make_preview

from cockpit.domain.import_questions import ImportQuestions, StageQuestion
from cockpit.domain.problems import Fate, FileAccount, Problem
from cockpit.domain.records import FileKind, Outcome
from cockpit.presenters.import_answers import QuestionsView, build_questions
from cockpit.presenters.import_change import build_change
from cockpit.presenters.import_draft import ImportDraft
from cockpit.presenters.import_files import build_file_cards, describe_links
from cockpit.presenters.import_preview import FileView, build_file_view
from cockpit.presenters.import_reading import build_reading
from cockpit.presenters.import_steps import Step, build_steps, find_last, find_next
from cockpit.presenters.text import format_plain
from cockpit.services.importing import ColumnPreview, FileMapping

REJECTED = Problem(3, "Amount", "abc", "not an amount of money", Fate.REJECTED)


def states(*files: FileView, questions: QuestionsView | None = None) -> dict[str, str]:
    steps = build_steps(files, questions or QuestionsView())
    return {step.step: step.state for step in steps}


def test_a_file_that_is_known_has_nothing_to_ask() -> None:
    found = states(make_file("opps.csv"))
    assert found == {
        "files": "look", "columns": "quiet", "questions": "quiet", "check": "quiet",
        "change": "look",
    }  # fmt: skip
    steps = build_steps([make_file("opps.csv")], QuestionsView())
    assert find_next(steps, Step.FILES) is Step.CHANGE
    assert find_next(steps, Step.CHANGE) is None
    assert find_last(steps, Step.CHANGE) is Step.FILES
    assert find_last(steps, Step.FILES) is None


def test_each_step_that_waits_says_so() -> None:
    missing = make_file("a.csv", missing=("created_at",), account=None)
    broken = make_file("b.csv", None, {}, problem="b.csv is empty.")
    preview = make_preview(
        "c.csv",
        questions=ImportQuestions(stages=(StageQuestion("New", 3, None, is_certain=False),)),
    )
    asked = build_questions([preview], ImportDraft(), "USD")
    found = states(missing, broken, questions=asked)
    assert (found["files"], found["columns"], found["questions"]) == ("decide",) * 3
    said = build_questions(
        [replace(preview, questions=ImportQuestions(
            stages=(StageQuestion("New", 3, Outcome.OPEN, is_certain=False),)))],
        ImportDraft(), "USD",
    )  # fmt: skip
    assert states(questions=said)["questions"] == "look"


def test_findings_and_guesses_are_worth_a_look() -> None:
    account = FileAccount("o.csv", FileKind.OPPORTUNITIES, "salesforce", rows=2, added=1,
                          rejected=1, problems=(REJECTED,))  # fmt: skip
    columns = (ColumnPreview("Wert", ("1",), ("amount",), guessed=True, confidence=0.5),)
    file = make_file("o.csv", account=account, columns=columns, rows=(("1",),))
    steps = {step.step: step for step in build_steps([file], QuestionsView())}
    assert (steps[Step.COLUMNS].state, steps[Step.COLUMNS].hint) == ("look", "1 to check")
    assert (steps[Step.CHECK].state, steps[Step.CHECK].hint) == ("look", "1 rejected")


def test_sureness_is_a_word() -> None:
    columns = tuple(
        ColumnPreview(f"c{at}", (), ours, guessed=guessed, confidence=confidence)
        for at, (ours, guessed, confidence) in enumerate(
            [(("rep",), False, 1.0), (("stage",), True, 0.9), (("amount",), True, 0.7),
             (("source",), True, 0.3), ((), False, 1.0)]
        )
    )  # fmt: skip
    lines = make_file("o.csv", columns=columns, rows=()).columns
    assert [line.sureness[0] for line in lines] == [
        "known", "very likely", "likely: check", "a guess: check", "",
    ]  # fmt: skip
    assert min(lines, key=lambda line: line.rank).header == "c3"
    edited = build_file_view(make_preview("o.csv", columns=None), is_recalled=False, is_edited=True)
    assert {line.sureness[0] for line in edited.columns} == {"chosen"}


def test_a_card_says_what_a_file_was_recognised_as() -> None:
    explained = make_file("a.csv", explanation="Salesforce report, 14 of 16 columns known")
    plain = make_file("b.csv", columns=(ColumnPreview("x", (), (), guessed=False),), rows=())
    broken = make_file("c.csv", None, {}, problem="c.csv is empty.")
    cards = build_file_cards([explained, plain, broken], ImportDraft(), is_sample=True)
    assert cards[0].subtitle == "Salesforce report, 14 of 16 columns known"
    assert cards[0].rows == "the first 2 rows"
    assert cards[1].subtitle == "Salesforce · opportunities · 0 of 1 columns read"
    assert (cards[2].is_unreadable, cards[2].warnings) == (True, ("c.csv is empty.",))


def test_unread_columns_are_one_warning() -> None:
    problems = tuple(
        Problem(None, f"X{i}", None, "not a column of leads; not read", Fate.KEPT) for i in range(5)
    )
    account = FileAccount("a.csv", FileKind.LEADS, "plain", rows=1, added=1, problems=problems)
    (card,) = build_file_cards(
        [make_file("a.csv", account=account)], ImportDraft(), is_sample=False
    )
    assert card.warnings == ("Not imported: X0, X1, X2 and 2 more.",)


def test_files_say_what_links_them() -> None:
    users = make_file("users.csv", FileKind.USERS, {"Id": ("user_id",), "Name": ("name",)})
    leads = make_file(
        "leads.csv",
        FileKind.LEADS,
        {"Id": ("lead_id",), "OwnerId": ("rep",), "ConvertedOpportunityId": ("opportunity_ids",)},
    )
    deals = make_file("opps.csv", columns={"Id": ("opportunity_id",), "OwnerId": ("rep",)})
    assert describe_links([users, leads, deals]) == (
        "users.csv names the owners of leads.csv and opps.csv.",
        "leads.csv and opps.csv are linked by ConvertedOpportunityId.",
    )
    assert describe_links([deals]) == ()
    report = make_file("report.csv", columns={"Opportunity Owner": ("rep",)})
    assert describe_links([users, leads, report]) == ("users.csv names the owners of leads.csv.",)


def test_the_change_is_told_in_a_sentence_with_who_is_new() -> None:
    account = FileAccount(
        "o.csv", FileKind.OPPORTUNITIES, "salesforce", rows=6, added=2, updated=3, rejected=1,
        is_full=True, vanished=4,
    )  # fmt: skip
    file = make_file("o.csv", account=account, new_reps=tuple(f"R{i}" for i in range(8)))
    change = build_change([file])
    assert format_plain(change.headline) == (
        "2 rows will be added, 3 updated and 4 records marked as gone. 1 cannot be used."
    )
    assert change.notes == ("8 new reps: R0, R1, R2, R3, R4, R5 and 2 more.",)
    assert change.vanished == 4
    assert "4 vanished" in format_plain(change.files[0].words)


def test_nothing_new_is_said() -> None:
    account = FileAccount("o.csv", FileKind.LEADS, "plain", rows=6, unchanged=6)
    change = build_change([make_file("o.csv", account=account)])
    assert format_plain(change.headline).startswith("Nothing will change")


def test_first_rows_are_shown_as_they_would_be_read() -> None:
    columns = {"Id": ("opportunity_id",), "Stage": ("outcome", "stage"), "Amount": ("amount",)}
    account = FileAccount("o.csv", FileKind.OPPORTUNITIES, "plain", rows=2, added=1, rejected=1,
                          problems=(REJECTED,))  # fmt: skip
    file = make_file(
        "o.csv",
        FileKind.OPPORTUNITIES,
        columns,
        rows=(("1", "Gewonnen", "10"), ("2", "Lost", "abc")),
        mapping=FileMapping(
            kind=FileKind.OPPORTUNITIES,
            constants={"source": "Fair"},
            values={"outcome": {"gewonnen": "won"}},
        ),
        account=account,
    )
    view = build_reading(file)
    assert view.titles == ("Opportunity id", "Outcome", "Source", "Stage", "Amount")
    first, second = view.rows
    assert (first[1].text, first[1].tip) == ("won", "Gewonnen in the file")
    assert first[3].text == "Gewonnen"
    assert (first[2].text, first[2].tone) == ("Fair", "muted")
    assert second[1].text == "lost"
    assert (second[4].tone, second[4].tip) == ("bad", "abc: not an amount of money")
