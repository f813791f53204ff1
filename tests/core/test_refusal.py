from apps.core.refusal import Refusal, RefusalCode, invalid


def test_an_answer_of_no_says_why_and_where() -> None:
    assert invalid("phone", "请输入手机号").as_answer() == {
        "code": "invalid",
        "message": "请输入手机号",
        "field": "phone",
        "errors": {"phone": ["请输入手机号"]},
    }


def test_what_travels_beside_it_is_in_the_answer() -> None:
    answer = Refusal(RefusalCode.MOVED_ON, "已受理", state="ACCEPTED").as_answer()

    assert answer["state"] == "ACCEPTED"
    assert answer["errors"] == {}
