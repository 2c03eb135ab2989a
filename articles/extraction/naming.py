"""Names of people in a line."""
import re
LABEL = re.compile(r"(?i:ông|bà|đồng chí|(?:quyền |phó )?(?:bộ|thứ|ngoại|cục|vụ|viện) trưởng|đại sứ|(?:phó )?(?:thủ tướng|chủ tịch|chủ nhiệm|giám đốc)|tổng bí thư|gs|ts|pgs|ủy viên|tiến sĩ|trưởng)\b[^:.?!]{0,150}\Z")


def names_a_speaker(words: str) -> bool:
    """Say whether words are nothing but a speaker's title and name, as before a colon."""
    return LABEL.match(words) is not None


def opens_with_a_person(words: str) -> bool:
    return False
