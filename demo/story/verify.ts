import { setTimeout as sleep } from 'node:timers/promises'

/** @throws when what was to be seen through a door is not there; the demo stops and says so */
export function verify(holds: boolean, what: string): asserts holds {
  if (!holds) throw new TypeError(`the demo expected: ${what}`)
}

/** Asks until the answer is there. @throws when it is not within `seconds`, with what was seen */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined>,
  { seconds, seen = async () => '' }: { seconds: number; seen?: () => Promise<string> },
): Promise<Answer> {
  const deadline = Date.now() + seconds * 1000
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > deadline)
      throw new TypeError(`the demo waited ${seconds} s for: ${what} ${await seen()}`.trim())
    await sleep(300)
  }
}
