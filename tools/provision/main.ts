/** `node tools/provision/main.ts HOME [ENGINE]`: provisions by hand and prints each stage. */
import { resolve } from 'node:path'
import { provision } from './provision.ts'
import { engineNamed } from './stages.ts'

await provision({
  home: resolve(process.argv[2] ?? process.env.MILLRACE_HOME ?? '.millrace'),
  engine: engineNamed(process.argv[3] ?? 'spark-4.1'),
  report({ stage, state, sizeBytes, seconds, detail }) {
    const size = sizeBytes === undefined ? '' : `${(sizeBytes / 1e6).toFixed(0)} MB`
    const time = seconds === undefined ? '' : `${seconds.toFixed(1)} s`
    console.log([stage.padEnd(20), state.padEnd(8), size.padStart(8), time, detail ?? ''].join(' '))
  },
})
