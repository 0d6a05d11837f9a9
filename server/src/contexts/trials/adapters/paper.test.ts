import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import { test } from 'node:test'
import type { Plot } from '../model/metric.ts'
import type { Report } from '../model/report.ts'
import { createPaper } from './paper.ts'

const POINTS = Array.from({ length: 4000 }, (_none, at) => ({
  ...{ x: `c${at % 100}`, y: `l${Math.floor(at / 100)}`, value: (at * 37) % 101 },
}))

function reportOf(plot: Plot): Report {
  const about = { id: 'Q1', name: 'n', definition: 'd', unit: '%', verdict: 'noted', plot } as const
  return {
    ...{ trialId: 't', title: 'T', madeAt: '2024-01-01T00:00:00Z', codeVersion: '1', vintages: [] },
    sections: [{ title: 'Quality', summary: 's', metrics: [about, about, about] }],
  }
}

test('given large heat maps, when printed, then the server’s thread has time', async () => {
  const paper = createPaper()
  const heat: Plot = { kind: 'heatmap', xLabel: 'month', yLabel: 'column', points: POINTS }
  const before = performance.eventLoopUtilization()

  const pdfs = await Promise.all([paper.print(reportOf(heat)), paper.print(reportOf(heat))])

  const { utilization } = performance.eventLoopUtilization(before)
  assert.deepEqual(
    pdfs.map((pdf) => pdf.subarray(0, 5).toString()),
    ['%PDF-', '%PDF-'],
  )
  assert.ok(utilization < 0.5, `busy for ${utilization} of the time`)
})

test('given what cannot be printed, when it fails, then the next is printed', async () => {
  const paper = createPaper()
  const broken = { ...reportOf({} as Plot), madeAt: 1n } as unknown as Report

  const failing = paper.print(broken)
  const next = paper.print({ ...reportOf({} as Plot), sections: [] })

  await assert.rejects(failing)
  assert.equal((await next).subarray(0, 5).toString(), '%PDF-')
})
