import type { Pipeline } from '../model/pipeline.ts'

/** So many pipelines one after the other: what is further off has deadlines of its own. */
const STEPS_MAX = 8
const PIPELINES_MAX = 100

/** A pipeline and what follows, step by step; `edge`: those that nobody has looked beyond. */
export async function walk(
  start: Pipeline,
  next: (level: readonly Pipeline[]) => Promise<readonly Pipeline[]>,
): Promise<{ pipelines: Pipeline[]; edge: readonly Pipeline[] }> {
  const found = new Map([[start.id, start]])
  let level: readonly Pipeline[] = [start]
  for (let step = 0; step < STEPS_MAX && found.size <= PIPELINES_MAX; step++) {
    if (level.length === 0) break
    level = (await next(level)).filter(({ id }) => !found.has(id))
    for (const one of level) found.set(one.id, one)
  }
  return { pipelines: [...found.values()], edge: level }
}
