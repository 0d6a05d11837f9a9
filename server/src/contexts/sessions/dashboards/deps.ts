import type { BoxSize } from '../model/size.ts'

/** What dashboards need beside what sessions need. */
export interface DashboardPlace {
  boxes: BoxesForDashboards
  ports: PortsForDashboards
  size: BoxSize
  /** Event logs, each in a directory of the name of its driver’s box. */
  events: string
  /** Where the sockets of living ones lie. */
  sockets: string
}

export interface PortsForDashboards {
  first: number
  last: number
  /** Listening already is no harm. False: somebody else has the port. */
  open(port: number): Promise<boolean>
  close(port: number): Promise<void>
}

/** Boxes, wherever they are; `keeper/client.ts` is the one on this host. */
export interface BoxesForDashboards {
  hello(): Promise<{ boxes: string[] }>
  open(
    order: BoxSize & {
      box: string
      batch: boolean
      warm: boolean
      history: { events: string; socket: string }
    },
  ): void
  close(box: string, reason: string): void
  listen(listener: (news: DashboardNews) => Promise<void>): void
}

export type DashboardNews =
  | { event: 'message'; box: string; message: { event: string; appId?: string } }
  | { event: 'end'; box: string; reason: string }
  | { event: 'box' | 'log'; box: string }
