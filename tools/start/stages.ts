/** A list of what happens, with how long each took, on one line each. */
export interface Stages {
  run<Result>(name: string, work: () => Promise<Result>): Promise<Result>
  took(): readonly { name: string; seconds: number }[]
}

export function createStages(): Stages {
  const done: { name: string; seconds: number }[] = []
  return {
    took: () => done,
    async run(name, work) {
      const started = performance.now()
      process.stdout.write(`  … ${name}\n`)
      const result = await work()
      const seconds = (performance.now() - started) / 1000
      done.push({ name, seconds })
      process.stdout.write(`  ✓ ${name}  ${seconds.toFixed(1)} s\n`)
      return result
    },
  }
}
