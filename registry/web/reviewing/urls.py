"""Addresses of the reviewer's side; what is under /review/ asks who it is, an assessment does not."""

from django.urls import URLPattern, URLResolver, path

from registry.web.views import assessments, curating, review, review_drift

pages: list[URLPattern | URLResolver] = [
    path("assessments/<uuid:assessment_id>/", assessments.assessment, name="assessment"),
    path("review/", review.review, name="review"),
    path("review/keys/", review.switch_keys, name="review-keys"),
    path("review/drift/", review_drift.drifts, name="review-drift"),
    path("review/drift/<int:number>/", review_drift.group, name="review-drift-group"),
    path("review/held/", curating.held, name="held"),
    path("review/held/<uuid:assessment_id>/", curating.decide, name="held-decide"),
    path("review/hold/<uuid:assessment_id>/", curating.hold, name="hold"),
    path("review/set-back/<int:number>/", curating.confirm, name="confirm-set-back"),
    path("review/undo/<uuid:assessment_id>/", curating.undo, name="undo"),
    path("review/<uuid:assessment_id>/", review.review_of, name="review-of"),
    path("review/<uuid:assessment_id>/<str:finding>/", review.review_finding, name="review-finding"),
]
