import { join } from 'node:path'
import { STANDARD_ENGINE } from './contexts/compute/index.ts'
import { BOX_PREFIX, type NotebooksDeps } from './contexts/notebooks/index.ts'
import { DASHBOARD_PREFIX, DRIVER_PREFIX, type SessionsDeps } from './contexts/sessions/index.ts'
import { dashboardSize } from './drivers.ts'
import type { Home } from './home.ts'
import { boxesNamed, type KeeperClient } from './keeper/client.ts'
import type { Ports } from './listener/ports.ts'

/** The keeper writes down what Spark says in each of them. */
export function driverBoxes(keeper: KeeperClient, home: Home): SessionsDeps['boxes'] {
  const boxes = boxesNamed(DRIVER_PREFIX, keeper)
  return {
    ...boxes,
    open: (order) => boxes.open({ ...order, events: join(home.events, order.box) }),
  }
}

/** Spark’s history servers, on ports after those of notebooks; the newest engine reads all logs. */
export function dashboardPlace({
  home,
  keeper,
  ports,
}: {
  home: Home
  keeper: KeeperClient
  ports: { dashboards: Ports }
}): SessionsDeps['dashboardPlace'] {
  const boxes = boxesNamed(DASHBOARD_PREFIX, keeper)
  return {
    boxes: { ...boxes, open: (order) => boxes.open({ ...order, engine: STANDARD_ENGINE }) },
    ports: ports.dashboards,
    size: dashboardSize(),
    events: home.events,
    sockets: join(home.run, 'dashboards'),
  }
}

/** Notebooks have an environment of their own, in the standard engine. */
export function notebookBoxes(keeper: KeeperClient): NotebooksDeps['boxes'] {
  const boxes = boxesNamed(BOX_PREFIX, keeper)
  return { ...boxes, open: (order) => boxes.open({ ...order, engine: STANDARD_ENGINE }) }
}
