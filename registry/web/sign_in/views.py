"""Pages of signing in where ours differ from those of django-allauth."""

from allauth.account.views import SignupView
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

AN_HOUR = "3600"  # seconds


@method_decorator(sensitive_post_parameters("password1"), name="dispatch")
class SignUp(SignupView):
    def closed(self) -> HttpResponse:
        """503: nobody can sign up for now, and how long."""
        answer: HttpResponse = super().closed()
        answer.status_code = 503
        answer["Retry-After"] = AN_HOUR
        return answer


signup = SignUp.as_view()
