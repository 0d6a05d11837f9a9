"""Runs statements of kind pyspark in one namespace and answers Livy's statement output."""

import ast
import builtins
import io
import keyword
import linecache
import re
import sys
import traceback

from session import display, magics

NAME_BEFORE_CURSOR = re.compile(r"[A-Za-z_][\w.]*$")


class Repl:
    def __init__(self, namespace):
        self.namespace = namespace
        self.namespace.setdefault("__name__", "__main__")
        self.namespace["display"] = self.show
        self.count = 0
        self.shown = {}

    def show(self, *values):
        """`display(value)`: the last one of each MIME type counts, text is all of it."""
        for value in values:
            data = display.bundle(value)
            sys.stdout.write(data.pop("text/plain") + "\n")
            self.shown.update(data)

    def run(self, code):
        """The output of one statement of Python."""

        def pieces():
            data = {}
            for kind, piece in magics.split(code):
                data.update(self.run_piece(kind, piece))
            return data

        return self.answer(pieces)

    def answer(self, work):
        """Livy's output of `work`, which answers MIME types; an answer comes whatever it does."""
        self.shown = {}
        printed = io.StringIO()
        before = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = printed
        try:
            data = work()
            output = self.succeeded(printed.getvalue(), {**self.shown, **data})
        except BaseException as error:
            output = self.failed(error)
        finally:
            sys.stdout, sys.stderr = before
        self.count += 1
        return output

    def run_piece(self, kind, piece):
        if kind == "magic":
            return self.run_magic(*piece)
        return self.run_code(piece)

    def run_code(self, code):
        name = f"<statement-{self.count}>"
        linecache.cache[name] = (len(code), None, code.splitlines(True), name)
        body = ast.parse(code, name).body
        last = body[-1] if body and isinstance(body[-1], ast.Expr) else None
        if last:
            body = body[:-1]
        exec(compile(ast.Module(body, []), name, "exec"), self.namespace)
        if last is None:
            return {}
        value = eval(compile(ast.Expression(last.value), name, "eval"), self.namespace)
        if value is None:
            return {}
        self.namespace["_"] = builtins._ = value
        data = display.bundle(value)
        sys.stdout.write(data.pop("text/plain") + "\n")
        return data

    def run_magic(self, magic, argument):
        value = eval(argument, self.namespace)
        if magic == "json":
            return {"application/json": magics.plain(value), "text/plain": ""}
        if magic == "table":
            table = magics.table(value)
            text = "\n".join("\t".join(map(str, row)) for row in table["data"])
            return {"application/vnd.livy.table.v1+json": table, "text/plain": text}
        figure = value.gcf() if hasattr(value, "gcf") else value
        return {"image/png": display.png(figure), "text/plain": ""}

    def succeeded(self, printed, data):
        text = printed + data.get("text/plain", "")
        whole = {**data, "text/plain": text.rstrip("\n")}
        return {"status": "ok", "execution_count": self.count, "data": whole}

    def failed(self, error):
        return {
            "status": "error",
            "execution_count": self.count,
            "ename": type(error).__name__,
            "evalue": "Interrupted" if isinstance(error, KeyboardInterrupt) else str(error),
            "traceback": own_traceback(error),
        }

    def complete(self, code, cursor):
        """Names that may stand at the cursor, each whole."""
        match = NAME_BEFORE_CURSOR.search(code[:cursor])
        if not match:
            return []
        *path, start = match.group().split(".")
        if not path:
            known = [*self.namespace, *dir(builtins), *keyword.kwlist]
            return sorted({name for name in known if name.startswith(start)})
        try:
            owner = eval(".".join(path), self.namespace)
        except Exception:
            return []
        prefix = ".".join(path) + "."
        hidden = not start.startswith("_")
        names = (n for n in dir(owner) if n.startswith(start) and not (hidden and n[0] == "_"))
        return [prefix + name for name in names]


def own_traceback(error):
    """The frames of the person's code, without ours."""
    frames = error.__traceback__
    while frames and frames.tb_frame.f_code.co_filename == __file__:
        frames = frames.tb_next
    return traceback.format_exception(type(error), error, frames)
