import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Memo,
  operations,
  type Problem,
  type Report,
  type ReportProgress,
  type TrialDetail,
  type VendorDetail,
} from '@millrace/contract'
import { Check } from 'typebox/value'
import { COMPLIANCE_QUESTIONS } from '../../contexts/trials/index.ts'
import { trusting } from '../../testing/identity.ts'
import { givenApi } from './testing/given-api.ts'

test('given a charter, when opened, measured and decided by the API, then all fits', async () => {
  await using api = await givenApi()
  const { accountId, admin, identity } = api
  const trust = trusting({ Service: 'trials.millrace' })
  const { arn: roleArn } = await identity.createRole(admin, { name: 'trials', trust })
  const charter = {
    ...{ title: 'Counts', hypothesis: 'They lead.', roleArn, vendor: 'Counters Inc.' },
    dataset: { accountId, database: 'tried', table: 'counts' },
    compliance: COMPLIANCE_QUESTIONS.map((question) => ({ question, answer: 'yes' })),
  }
  const call = async <Answer>(path: string, body?: object): Promise<Answer> => {
    const method = body ? 'POST' : 'GET'
    const sent = { method, headers: api.bearer, ...(body && { body: JSON.stringify(body) }) }
    return (await (await fetch(`${api.url}${path}`, sent)).json()) as Answer
  }

  const { id } = await call<{ id: string }>('/trials', { charter })
  const ordered = await call<ReportProgress>(`/trials/${id}/report`, {})
  await api.trialsJobs['trials.report']?.({ trialId: id })
  const progress = await call<ReportProgress>(`/trials/${id}/report/progress`)
  const report = await call<Report>(`/trials/${id}/report`)
  const open = await call<TrialDetail>(`/trials/${id}`)
  const decision = { decision: 'no-buy', reasons: ['too dear'] }
  await call(`/trials/${id}/decision`, decision)
  const memo = await call<Memo>(`/trials/${id}/memo`)
  const listed = await call(`/trials?text=dear`)
  const page = await call<{ text: string }>(`/trials/${id}/report/file?format=html`)
  const again = await call<Problem>(`/trials/${id}/decision`, decision)
  const offered = await call<{ id: string }>('/vendors', { name: 'counters inc.' })
  const vendor = await call<VendorDetail>(`/vendors/${offered.id}`)

  assert.ok(Check(operations.refreshReport.answer, ordered), JSON.stringify(ordered))
  assert.deepEqual([ordered.state, progress], ['waiting', { state: 'none' }])
  assert.ok(Check(operations.getReport.answer, report), JSON.stringify(report).slice(0, 300))
  assert.ok(Check(operations.getTrial.answer, open), JSON.stringify(open))
  assert.ok(Check(operations.getMemo.answer, memo), JSON.stringify(memo).slice(0, 300))
  assert.ok(Check(operations.listTrials.answer, listed), JSON.stringify(listed))
  assert.match(page.text, /^<!doctype html>/)
  assert.deepEqual([open.mayDecide, memo.recommendation], [true, 'no-buy'])
  assert.equal(again.code, 'trials.wrong-stage')
  assert.deepEqual(
    vendor.verdicts.map(({ trialId, title }) => [trialId, title]),
    [[id, 'Counts']],
  )
  assert.match(vendor.verdicts[0]?.verdict ?? '', /rejected: too dear/)
})
