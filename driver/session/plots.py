"""
A matplotlib backend (`module://session.plots`): `plt.show()` makes the current figures
the statement's image.
"""

from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg


def show(*_, **__):
    import __main__

    for manager in Gcf.get_all_fig_managers():
        __main__.display(manager.canvas.figure)
    Gcf.destroy_all()


class FigureManager(FigureManagerBase):
    @classmethod
    def pyplot_show(cls, *, block=None):
        show()


class FigureCanvas(FigureCanvasAgg):
    manager_class = FigureManager
