"""What is answered where no door was reached, or one broke: in the doors' shape, as a program may be waiting for it.

Django's own pages look for a CSRF token in the body, which fails a second time where the body is what was wrong.
"""

from django.http import HttpRequest, JsonResponse


def unreadable(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    return _said(400, "invalid", "请求内容无法读取，请刷新页面后重试")


def no_such_address(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    return _said(404, "not_found", "没有这个地址")


def failed(request: HttpRequest) -> JsonResponse:
    return _said(500, "error", "系统出错，没有办成，请稍后重试")


def _said(status: int, code: str, message: str) -> JsonResponse:
    return JsonResponse({"code": code, "message": message, "field": "", "errors": {}}, status=status)
