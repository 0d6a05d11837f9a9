import { upstreamBusy } from '../../errors.ts'

/** Lets `most` works run at once; who comes beyond is told to slow down. */
export function atMost(most: number): <Answer>(work: () => Promise<Answer>) => Promise<Answer> {
  let running = 0
  return async (work) => {
    if (running >= most) throw upstreamBusy({})
    running += 1
    try {
      return await work()
    } finally {
      running -= 1
    }
  }
}
