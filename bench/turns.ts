import { setTimeout as sleep } from 'node:timers/promises'
import { type Figure, median } from './scenario.ts'

const ROUNDS = 7
/** What a peer still does after its turn is not to be done in the next one's. */
const PAUSE_MS = 1000

/**
 * The median of each peer; each round asks all of them, so that a noisy minute hits them alike. In
 * a first round, which does not count, they get warm.
 */
export async function inTurns<Client>(
  peers: readonly { name: string; client: Client }[],
  scenario: string,
  unit: Figure['unit'],
  take: (client: Client, round: number) => Promise<number>,
): Promise<Figure[]> {
  const taken = peers.map(({ name }) => ({ name, figures: [] as number[] }))
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const [at, { client }] of peers.entries()) {
      const figure = await take(client, round)
      if (round > 0) taken[at]?.figures.push(figure)
      await sleep(PAUSE_MS)
    }
  return taken.map(({ name, figures }) => ({
    scenario: `${scenario}, ${name}`,
    figure: median(figures.sort((one, other) => one - other)),
    unit,
  }))
}

/** How many of `count` are done in a second by so many lines, each one after the other. */
export async function abreast(
  count: number,
  lines: number,
  work: (at: number, line: number) => Promise<unknown>,
): Promise<number> {
  let next = 0
  const started = performance.now()
  const follow = async (line: number) => {
    for (let at = next++; at < count; at = next++) await work(at, line)
  }
  await Promise.all(Array.from({ length: lines }, (_, line) => follow(line)))
  return (count * 1000) / (performance.now() - started)
}
