"""What a value looks like: a bundle of MIME types, as Livy's statement output carries it."""

import base64
import io

from session.magics import plain


def bundle(value):
    """`text/plain` always; more where the value knows how."""
    data = {"text/plain": repr(value)}
    data.update(own_bundle(value))
    if is_figure(value):
        data["image/png"] = png(value)
    return data


def own_bundle(value):
    found = {}
    if isinstance(value, type):
        return found
    rich = call(value, "_repr_mimebundle_")
    if isinstance(rich, tuple):
        rich = rich[0]
    if isinstance(rich, dict):
        found.update({mime: one for mime, one in rich.items() if one is not None})
    for method, mime in (
        ("_repr_html_", "text/html"),
        ("_repr_png_", "image/png"),
        ("_repr_json_", "application/json"),
    ):
        one = call(value, method) if mime not in found else None
        if one is not None:
            found[mime] = one
    image = found.get("image/png")
    if isinstance(image, bytes):
        found["image/png"] = base64.b64encode(image).decode()
    if "application/json" in found:
        found["application/json"] = plain(found["application/json"])
    return {mime: one for mime, one in found.items() if isinstance(one, (str, dict, list))}


def call(value, method):
    """A value that fails to show itself richly is still shown as text."""
    try:
        function = getattr(value, method, None)
        return function() if callable(function) else None
    except Exception:
        return None


def is_figure(value):
    return any(
        kind.__name__ == "Figure" and kind.__module__ == "matplotlib.figure"
        for kind in type(value).__mro__
    )


def png(figure):
    image = io.BytesIO()
    figure.savefig(image, format="png")
    return base64.b64encode(image.getvalue()).decode()
