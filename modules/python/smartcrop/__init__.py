"""Finds the most interesting region of a video and crops the video to it.

    >>> import smartcrop
    >>> analysis = smartcrop.analyze("talk.mp4", aspects=["9:16"])
    >>> plan = smartcrop.best_plan(analysis, analysis.aspects[0])
    >>> smartcrop.render("talk.mp4", plan, "phone.mp4")
"""

from ._smartcrop import *  # noqa: F401,F403
from ._smartcrop import Canceled, MetricRecord, __version__  # noqa: F401

# Names of earlier versions.
Cancelled = Canceled
Measurement = MetricRecord
