export interface Gathering<Ask> {
  /** Asks of different groups are never asked together; all are of one where it is left out. */
  groupOf?(ask: Ask): string
  /** Asks of one key are never asked together either. */
  keyOf?(ask: Ask): string
  /** How many at most. */
  sizeMax: number
  /** Whether a failure of several left nothing behind, so that each may be asked again, alone. */
  isUndone?(error: unknown): boolean
}

/** Somebody who waits for an answer. */
interface Waiting<Ask, Answer> {
  ask: Ask
  settle(answer: Answer | PromiseLike<Answer>): void
}

/** What is asked waits for the question before it, but not for one that itself waits so long. */
const PATIENCE_MS = 50
/** Of one group, at most. */
const ABREAST_MAX = 3

interface Group<Ask, Answer> {
  waiting: Waiting<Ask, Answer>[]
  running: number
  answered: number
  patience?: NodeJS.Timeout | undefined
}

/**
 * Asks together what is asked at the same time. An ask that finds its group idle goes at once;
 * others gather while those before them are answered, so each is asked after it was wanted, and
 * under load many share one question. `askAll` answers as many as it is asked, in their order.
 */
export function gathered<Ask, Answer>(
  askAll: (asks: readonly Ask[]) => Promise<readonly Answer[]>,
  { groupOf = () => '', isUndone = () => false, ...limits }: Gathering<Ask>,
): (ask: Ask) => Promise<Answer> {
  const groups = new Map<string, Group<Ask, Answer>>()

  async function askOf(batch: readonly Waiting<Ask, Answer>[]): Promise<void> {
    try {
      const answers = await askAll(batch.map(({ ask }) => ask))
      for (const [at, { settle }] of batch.entries()) settle(answers[at] as Answer)
    } catch (error) {
      if (batch.length > 1 && isUndone(error)) for (const one of batch) await askOf([one])
      else for (const { settle } of batch) settle(Promise.reject(error))
    }
  }

  async function drain(name: string, group: Group<Ask, Answer>): Promise<void> {
    group.running += 1
    while (group.waiting.length > 0) {
      await askOf(take(group, limits))
      group.answered += 1
    }
    group.running -= 1
    if (group.running === 0) groups.delete(name)
  }

  /** One question that hangs, for another's lock, must not hold up all that comes after it. */
  function losePatience(name: string, group: Group<Ask, Answer>): void {
    const { answered } = group
    group.patience ??= setTimeout(() => {
      group.patience = undefined
      const hangs = group.answered === answered && group.waiting.length > 0
      if (hangs && group.running < ABREAST_MAX) void drain(name, group)
      if (group.waiting.length > 0) losePatience(name, group)
    }, PATIENCE_MS)
  }

  return (ask) =>
    new Promise((settle) => {
      const name = groupOf(ask)
      const group = groups.get(name) ?? { waiting: [], running: 0, answered: 0 }
      groups.set(name, group)
      group.waiting.push({ ask, settle })
      if (group.running === 0) void drain(name, group)
      else losePatience(name, group)
    })
}

/** The next to be asked, in their order; what has a key of one before it waits. */
function take<Ask, Answer>(
  group: { waiting: Waiting<Ask, Answer>[] },
  { keyOf, sizeMax }: Pick<Gathering<Ask>, 'keyOf' | 'sizeMax'>,
): Waiting<Ask, Answer>[] {
  if (!keyOf) return group.waiting.splice(0, sizeMax)
  const batch = new Map<string, Waiting<Ask, Answer>>()
  const left = group.waiting.filter((one) => {
    const key = keyOf(one.ask)
    if (batch.size === sizeMax || batch.has(key)) return true
    batch.set(key, one)
    return false
  })
  group.waiting = left
  return [...batch.values()]
}

/** Of each database its own, made when it is first wanted. */
export function ofEach<Database extends object, Made>(
  make: (database: Database) => Made,
): (database: Database) => Made {
  const made = new WeakMap<Database, Made>()
  return (database) => {
    const known = made.get(database)
    if (known) return known
    const fresh = make(database)
    made.set(database, fresh)
    return fresh
  }
}
