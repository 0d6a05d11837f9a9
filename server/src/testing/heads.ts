import type { BoxesForHeads, HeadOrder, MachineState } from '../contexts/compute/index.ts'

/** The far side of the keeper: heads whose machines come and go as a test says. */
export class FakeHeads implements BoxesForHeads {
  readonly opened: string[] = []
  readonly closed: string[] = []
  readonly sent: { box: string; order: HeadOrder }[] = []
  /** Boxes that an earlier server has left. */
  left: string[] = []
  #machines: (head: string, machines: readonly MachineState[]) => void = () => {}
  #news: (news: { event: string; box: string }) => Promise<void> = async () => {}

  async hello() {
    return { isolation: 'full' as const, boxes: this.left }
  }

  open({ box }: { box: string }): void {
    this.opened.push(box)
  }

  send(box: string, order: HeadOrder): void {
    this.sent.push({ box, order })
  }

  close(box: string): void {
    this.closed.push(box)
  }

  listen(listener: (news: { event: string; box: string }) => Promise<void>): void {
    this.#news = listener
  }

  listenToMachines(listener: (head: string, machines: readonly MachineState[]) => void): void {
    this.#machines = listener
  }

  /** What the last order of that kind said. */
  last<Kind extends HeadOrder['op']>(kind: Kind) {
    const orders = this.sent.map(({ order }) => order).filter(({ op }) => op === kind)
    return orders.at(-1) as Extract<HeadOrder, { op: Kind }> | undefined
  }

  say(box: string, machines: readonly MachineState[]): void {
    this.#machines(box, machines)
  }

  end(box: string): Promise<void> {
    return this.#news({ event: 'end', box })
  }
}
