"""What was asked so far: an answered question stays on the page, and proposals hold until then."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cockpit.domain.import_questions import (
    DateOrderQuestion,
    ImportAnswers,
    NameQuestion,
    StageQuestion,
)
from cockpit.domain.records import Outcome
from cockpit.services.importing import FilePreview


class AskedQuestions:
    """Remembers what the previews of one import asked.

    A preview asks no more what a draft answers; the page must show it all the same, so that an
    answer can be seen and changed.
    """

    def __init__(self) -> None:
        self._dates: dict[str, tuple[DateOrderQuestion, ...]] = {}
        self._names: dict[str, dict[tuple[str, str], NameQuestion]] = {}
        self._stages: dict[tuple[str, str], StageQuestion] = {}

    def take_in(self, previews: Sequence[FilePreview]) -> bool:
        """Remember what previews ask; return whether any stage has a proposal that is new."""
        is_new = False
        for preview in previews:
            asked = preview.questions
            if asked.date_orders:
                self._dates[preview.key] = asked.date_orders
            for name in asked.names:
                self._names.setdefault(preview.key, {})[name.role, name.name] = name
            for stage in asked.stages:
                key = preview.recognised_as, stage.stage
                if not stage.is_certain and key not in self._stages:
                    self._stages[key] = stage
                    is_new = is_new or stage.outcome is not None
        return is_new

    def put_back(self, preview: FilePreview) -> FilePreview:
        """Return a preview that asks again what was answered meanwhile."""
        asked = preview.questions
        stages = tuple(
            replace(first, rows=stage.rows)
            if (first := self._stages.get((preview.recognised_as, stage.stage)))
            else stage
            for stage in asked.stages
        )
        names = {(name.role, name.name): name for name in asked.names}
        names = {**self._names.get(preview.key, {}), **names}
        dates = asked.date_orders or self._dates.get(preview.key, ())
        questions = replace(asked, stages=stages, date_orders=dates, names=tuple(names.values()))
        return replace(preview, questions=questions)

    def propose(self, answers: ImportAnswers) -> ImportAnswers:
        """Return answers in which each stage that was asked means what is proposed, unless said."""
        stages: dict[str, Mapping[str, Outcome]] = {}
        for (system, stage), asked in self._stages.items():
            if asked.outcome is not None:
                stages[system] = {**stages.get(system, {}), stage: asked.outcome}
        for system, said in answers.stages.items():
            stages[system] = {**stages.get(system, {}), **said}
        return replace(answers, stages=stages)
