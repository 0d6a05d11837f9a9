import { DomainError } from '../../../foundation/errors.ts'
import { addJob } from '../../../foundation/jobs.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import { sendMail } from '../adapters/mail.ts'
import { postWebhook } from '../adapters/webhook.ts'
import type { PipelinesDeps } from '../deps.ts'
import {
  mailText,
  type Notice,
  retrySeconds,
  SEND_ATTEMPTS_MAX,
  type Send,
} from '../model/notice.ts'
import { SEND } from '../steps/queue-reconcile.ts'
import { findNotice, lockSend, updateSend } from '../store/notices.ts'

/** Brings one notice to one target; what fails is tried again, and shown until it has arrived. */
export async function sendNotice(
  deps: PipelinesDeps,
  of: Pick<Send, 'noticeId' | 'number'>,
): Promise<void> {
  await transaction(deps.sql, async (tx) => {
    const send = await lockSend(tx, of)
    const notice = await findNotice(tx, of.noticeId)
    if (!send || !notice || send.deliveredAt) return
    const attempts = send.attempts + 1
    const failure = await attempt(deps, notice, send)
    if (failure === undefined) {
      await updateSend(tx, of, { attempts, deliveredAt: deps.clock(), lastError: null })
      return
    }
    await updateSend(tx, of, { attempts, lastError: failure.message })
    const hopeless = failure.code === 'pipelines.target-refused' || attempts >= SEND_ATTEMPTS_MAX
    if (!hopeless) await tryLater(deps, tx, { ...of, attempts })
  })
}

/** The failure, or undefined when the notice has arrived. */
async function attempt(
  { mail, outbound }: PipelinesDeps,
  { id, message }: Notice,
  { target, number }: Send,
): Promise<DomainError | undefined> {
  const own = `${id}-${number}`
  try {
    if (target.kind === 'webhook')
      await postWebhook({ url: target.url, id: own, body: { id, ...message }, outbound })
    else {
      const { subject } = message
      await sendMail(mail, { id: own, to: target.address, subject, text: mailText(message) })
    }
    return undefined
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
}

async function tryLater(
  { clock }: PipelinesDeps,
  tx: SqlTransaction,
  { noticeId, number, attempts }: Pick<Send, 'noticeId' | 'number' | 'attempts'>,
): Promise<void> {
  const runAt = new Date(clock().getTime() + retrySeconds(attempts) * 1000)
  const key = `${SEND}:${noticeId}:${number}`
  await addJob(tx, SEND, { noticeId, number }, { key, runAt })
}
