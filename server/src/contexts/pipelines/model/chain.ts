/** One thing that a deadline hangs on: a pipeline's slice, or a delivery, which needs nothing. */
export interface Fact {
  id: string
  /** What must be there before it can begin. */
  needs: readonly string[]
  thereAt?: Date | undefined
  /** It is under way, and waits for nothing any more. */
  beganAt?: Date | undefined
  /** What it takes once all that it needs is there; undefined: nobody knows yet. */
  usualSeconds?: number | undefined
  /** When somebody has promised it. */
  promisedAt?: Date | undefined
  /** What is there is made anew as soon as something it needs, and that is expected, comes. */
  madeAnew?: boolean
}

/** `kept`: as far as one knows; what is not there may be `unknown`, and is never made up. */
export type LinkState = 'arrived' | 'kept' | 'endangered' | 'missed' | 'unknown'

export interface Link {
  id: string
  /** What waits for it: of several, what needs it first. Undefined: the product itself. */
  neededBy: string | undefined
  depth: number
  state: LinkState
  /** By when it has to be there; undefined: nothing waits for it, or nobody knows. */
  mustAt: Date | undefined
  /** When it came, or is to be there by what is promised and usual. */
  expectedAt: Date | undefined
  /** From when it is expected until it must be there; negative: too late. */
  marginSeconds: number | undefined
  /** On the path with the least margin. */
  critical: boolean
}

interface Knot {
  fact: Fact
  needs: Knot[]
  thereAt: number | undefined
  waits: boolean
  expectedAt: number | undefined
  /** If all that is not there came at once. */
  soonestAt: number
  mustAt: number | undefined
  neededBy: Knot | undefined
}

/**
 * A deadline backwards: `product due 07:00 <- pipeline usually 40 min <- file due 06:00`, each with
 * its margin. The product comes first, what it needs right after it. A circle ends where it closes.
 */
export function chainOf(
  facts: ReadonlyMap<string, Fact>,
  { product, deadlineAt, now }: { product: string; deadlineAt: Date; now: Date },
): Link[] {
  const knots = tie(facts, product, now.getTime())
  const top = knots.at(-1)
  if (!top) return []
  top.mustAt = deadlineAt.getTime()
  for (const knot of knots.toReversed()) demandOf(knot)
  const critical = criticalFrom(top)
  const links: Link[] = []
  const tell = (knot: Knot, depth: number) => {
    links.push(linkOf(knot, { depth, critical: critical.has(knot), now: now.getTime() }))
    for (const need of knot.needs) if (need.neededBy === knot) tell(need, depth + 1)
  }
  tell(top, 0)
  return links
}

/** What is needed comes before what needs it. */
function tie(facts: ReadonlyMap<string, Fact>, product: string, now: number): Knot[] {
  const tied = new Map<string, Knot>()
  const above = new Set<string>()
  const visit = (id: string): Knot | undefined => {
    const known = tied.get(id)
    const fact = facts.get(id)
    if (known || !fact || above.has(id)) return known
    above.add(id)
    const needs = [...new Set(fact.needs)].flatMap((one) => visit(one) ?? [])
    above.delete(id)
    const knot = knotOf(fact, needs, now)
    tied.set(id, knot)
    return knot
  }
  visit(product)
  return [...tied.values()]
}

function knotOf(fact: Fact, needs: Knot[], now: number): Knot {
  const coming = needs.some((need) => need.thereAt === undefined && need.expectedAt !== undefined)
  const renewed = fact.madeAnew === true && coming
  const thereAt = renewed ? undefined : fact.thereAt?.getTime()
  const beganAt = fact.beganAt?.getTime()
  const waits = thereAt === undefined && beganAt === undefined
  const usualMs = fact.usualSeconds === undefined ? undefined : fact.usualSeconds * 1000
  const from = (times: readonly number[]) => beganAt ?? Math.max(now, ...times)
  const readyAt = needs.some(({ expectedAt }) => waits && expectedAt === undefined)
    ? undefined
    : from(needs.map(({ expectedAt }) => expectedAt ?? now))
  const promisedAt = fact.promisedAt && Math.max(now, fact.promisedAt.getTime())
  const doneAt =
    readyAt === undefined || usualMs === undefined ? promisedAt : Math.max(now, readyAt + usualMs)
  const leastAt = Math.max(now, from(needs.map(({ soonestAt }) => soonestAt)) + (usualMs ?? 0))
  return {
    ...{ fact, needs, thereAt, waits, mustAt: undefined, neededBy: undefined },
    expectedAt: thereAt ?? doneAt,
    soonestAt: thereAt ?? leastAt,
  }
}

/** When what it needs must be there, for it to be in time itself. */
function needsAt({ fact, waits, mustAt }: Knot): number | undefined {
  if (!waits || mustAt === undefined || fact.usualSeconds === undefined) return undefined
  return mustAt - fact.usualSeconds * 1000
}

function demandOf(knot: Knot): void {
  const mustAt = needsAt(knot)
  for (const need of knot.needs) {
    const sooner = (mustAt ?? Infinity) < (need.mustAt ?? Infinity)
    if (sooner) need.mustAt = mustAt
    if (sooner || !need.neededBy) need.neededBy = knot
  }
}

/** From the product to what it is waiting for at the end. */
function criticalFrom(top: Knot): ReadonlySet<Knot> {
  const path = new Set([top])
  for (let at: Knot | undefined = top; at; ) {
    // What is unknown may be worse than what has time, and is better than what is late.
    const late = ({ expectedAt }: Knot) => (expectedAt ?? needed) - needed
    const needed: number = needsAt(at) ?? 0
    const pending: Knot[] = at.waits ? at.needs.filter(({ thereAt }) => thereAt === undefined) : []
    at = pending.toSorted((one, other) => late(other) - late(one))[0]
    if (at) path.add(at)
  }
  return path
}

function linkOf(
  knot: Knot,
  { depth, critical, now }: { depth: number; critical: boolean; now: number },
): Link {
  const { fact, mustAt, expectedAt, neededBy } = knot
  return {
    ...{ id: fact.id, neededBy: neededBy?.fact.id, depth, critical },
    state: stateOf(knot, now),
    mustAt: mustAt === undefined ? undefined : new Date(mustAt),
    expectedAt: expectedAt === undefined ? undefined : new Date(expectedAt),
    marginSeconds:
      mustAt === undefined || expectedAt === undefined
        ? undefined
        : Math.round((mustAt - expectedAt) / 1000),
  }
}

function stateOf({ thereAt, mustAt, soonestAt, expectedAt }: Knot, now: number): LinkState {
  if (thereAt !== undefined) return 'arrived'
  if (mustAt === undefined) return 'unknown'
  if (now > mustAt) return 'missed'
  if (soonestAt > mustAt) return 'endangered'
  return expectedAt === undefined ? 'unknown' : 'kept'
}
