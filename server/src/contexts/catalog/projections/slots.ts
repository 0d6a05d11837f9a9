/** Lets so many works run at once; the others wait in line. */
export type Slots = <Result>(work: () => Promise<Result>) => Promise<Result>

export function createSlots(count: number): Slots {
  const waiting: (() => void)[] = []
  const free = { count }
  const taken = async () => {
    if (free.count > 0) free.count -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
  }
  const left = () => {
    const next = waiting.shift()
    if (next) next()
    else free.count += 1
  }
  return async (work) => {
    await taken()
    try {
      return await work()
    } finally {
      left()
    }
  }
}
