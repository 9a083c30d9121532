"""Wagtail's workflow: the critic submits, the editor approves, and the edition's state follows."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from matinee.editions.models import EditionPage
from tests.editions import newsroom

pytestmark = pytest.mark.django_db
State = EditionPage.State


def submitted() -> tuple[EditionPage, object, User]:
    edition = newsroom.sound_edition()
    critic = User.objects.create_superuser("critic")
    editors = Group.objects.create(name="The desk's editors")
    task = GroupApprovalTask.objects.create(name="Read over")
    task.groups.add(editors)
    workflow = Workflow.objects.create(name="Read over")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return edition, workflow.start(edition, critic), critic


def state(edition: EditionPage) -> str:
    return EditionPage.objects.get(pk=edition.pk).state


def test_submitting_makes_it_ready() -> None:
    edition, *_ = submitted()
    assert state(edition) == State.READY


def test_approving_makes_it_approved_and_not_public(client) -> None:  # type: ignore[no-untyped-def]
    edition, workflow_state, critic = submitted()
    task_state = workflow_state.current_task_state
    task_state.approve(user=critic)
    assert state(edition) == State.APPROVED
    assert client.get(edition.get_url_parts()[2]).status_code == 404


def test_rejecting_makes_it_a_draft_again() -> None:
    edition, workflow_state, critic = submitted()
    workflow_state.current_task_state.reject(user=critic)
    assert state(edition) == State.DRAFT
