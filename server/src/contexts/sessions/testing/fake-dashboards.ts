import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BoxesForDashboards, DashboardNews, DashboardPlace } from '../dashboards/deps.ts'

/** The far side of the keeper: history servers that have read their log at once. */
export class FakeDashboards implements BoxesForDashboards {
  readonly opened: Parameters<BoxesForDashboards['open']>[0][] = []
  readonly closed: { box: string; reason: string }[] = []
  /** Boxes that an earlier server has left. */
  left: string[] = []
  /** Whether what they show is there. */
  showing = true
  #listener: (news: DashboardNews) => Promise<void> = async () => {}

  listen(listener: (news: DashboardNews) => Promise<void>): void {
    this.#listener = listener
  }

  async hello() {
    return { boxes: this.left }
  }

  open(order: Parameters<BoxesForDashboards['open']>[0]): void {
    this.opened.push(order)
    const { box } = order
    if (this.showing) this.tell({ event: 'message', box, message: shown })
  }

  close(box: string, reason: string): void {
    this.closed.push({ box, reason })
  }

  tell(news: DashboardNews): Promise<void> {
    return new Promise((settle) => setImmediate(() => this.#listener(news).then(settle, settle)))
  }
}

const shown = { event: 'claimed', appId: 'local-1' }

/** Where event logs lie, which `writeEvents` makes. */
export function dashboardPlaceWith(boxes: FakeDashboards): DashboardPlace {
  const events = mkdtempSync(join(tmpdir(), 'events-'))
  return {
    ...{ boxes, events, sockets: join(events, 'sockets') },
    ports: { first: 8721, last: 8724, open: async () => true, close: async () => {} },
    size: { cores: 1, memoryMib: 1024, jvmMib: 640, temporaryMib: 64 },
  }
}

/** What a driver in `box` has left. */
export function writeEvents({ events }: Pick<DashboardPlace, 'events'>, box = ''): void {
  mkdirSync(join(events, box), { recursive: true })
}
