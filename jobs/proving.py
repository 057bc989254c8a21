"""Why jobs write no history."""

from history.registry import leave_out
from jobs.models import Job, Worker

leave_out(Job, "the work's own record of its progress; what it made is proven")
leave_out(Worker, "a heartbeat")
