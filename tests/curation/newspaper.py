"""What newspapers and newer rules do: they change what there is to be found, and what is found there."""

from typing import Final

from hypothesis import strategies as st

from tests.curation.rules import CHOICES, Twist, twist
from tests.curation.stage import NUMBER, PARAGRAPHS, Stage, step

REWORDINGS: Final = (
    ("triển khai", "thực hiện"),
    ("Lê Văn Bảo", "Trần Văn Bình"),
    ("3 nhiệm vụ", "4 nhiệm vụ"),
    ("59", "57"),
    ("các việc sau", "mấy việc sau đây"),
    ("Một là", "Thứ nhất"),
    (" theo Nghị quyết", ", đúng theo Nghị quyết"),
    ("Hai là, ", ""),
)
OTHER_TEXT: Final = "Bài này đã được gỡ.\n\nNội dung khác hẳn ở đây.\n"
MOST_LINES: Final = 14


class Newspaper(Stage):
    """The text changes, or the rules that read it; no person does anything."""

    @step(number=NUMBER, to=NUMBER)
    def move_a_line(self, number: int, to: int) -> None:
        if self.lines:
            line = self.lines.pop(number % len(self.lines))
            self.lines.insert(to % (len(self.lines) + 1), line)
            self.tell(f"the newspaper moves {line[:30]!r} to line {to % len(self.lines)}")
            self.publish()

    @step(first=NUMBER, count=st.integers(1, 10))
    def cut_lines(self, first: int, count: int) -> None:
        if self.lines:
            first %= len(self.lines)
            self.tell(f"the newspaper cuts {count} lines from {first}")
            del self.lines[first : first + count]
            self.publish()

    @step(number=NUMBER, to=NUMBER)
    def print_a_line_again(self, number: int, to: int) -> None:
        if len(self.lines) < MOST_LINES:
            line = PARAGRAPHS[number % len(PARAGRAPHS)]
            self.lines.insert(to % (len(self.lines) + 1), line)
            self.tell(f"the newspaper prints {line[:30]!r} as line {to % len(self.lines)}")
            self.publish()

    @step(rewording=st.sampled_from(REWORDINGS), only=st.one_of(st.none(), NUMBER))
    def reword(self, rewording: tuple[str, str], only: int | None) -> None:
        if self.lines:
            where = range(len(self.lines)) if only is None else [only % len(self.lines)]
            self.tell(f"the newspaper rewords {rewording} in {'all lines' if only is None else f'line {where[0]}'}")
            for number in where:
                self.lines[number] = self.lines[number].replace(*rewording)
            self.publish()

    @step(odd=st.sampled_from([" ", "\u00a0", "  ", " \u200b"]))
    def set_otherwise(self, odd: str) -> None:
        """Spaces are no words: what people decided stays in the present text, or in the earlier one that it was in."""
        self.tell(f"the newspaper types spaces as {odd!r}")
        self.spaces = odd
        left = {key for key in self.said if self.now.rows[key]["earlier_text_id"] is not None}
        self.publish()
        assert {key for key in self.said if self.now.rows[key]["earlier_text_id"] is not None} == left

    @step()
    def take_everything_down_and_put_it_back(self) -> None:
        self.tell("the newspaper takes everything down, then puts it back")
        self.publish(OTHER_TEXT)
        self.everything_stands()
        self.publish()

    @step()
    def put_back(self) -> None:
        self.tell("the newspaper puts its first text back")
        self.lines, self.spaces = list(PARAGRAPHS), " "
        self.publish()

    @step(twists=st.lists(st.builds(twist, st.sampled_from(CHOICES), st.integers(0, 11)), max_size=3))
    def newer_rules(self, twists: list[Twist]) -> None:
        self.tell(f"newer rules: {', '.join(map(str, twists)) or 'as the first'}")
        self.twists = tuple(twists)
        self.run_again()

    @step(choice=st.sampled_from(CHOICES), number=st.integers(0, 11))
    def one_more_newer_rule(self, choice: tuple[str, str], number: int) -> None:
        self.twists = (*self.twists[-3:], twist(choice, number))
        self.tell(f"newer rules: {', '.join(map(str, self.twists))}")
        self.run_again()
