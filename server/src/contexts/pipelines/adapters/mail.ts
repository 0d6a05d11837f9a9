import { createTransport } from 'nodemailer'
import type { MailSettings } from '../deps.ts'
import { deliveryFailed } from '../errors.ts'

const ANSWER_MS = 10_000

/** @throws pipelines.delivery-failed */
export async function sendMail(
  settings: MailSettings | undefined,
  mail: { id: string; to: string; subject: string; text: string },
): Promise<void> {
  const { id, to, subject, text } = mail
  if (!settings) throw deliveryFailed({ target: to, reason: 'no mail server is configured' })
  const { host, port, secure, user, password, from } = settings
  const transport = createTransport({
    ...{ host, port, secure },
    ...{ connectionTimeout: ANSWER_MS, greetingTimeout: ANSWER_MS, socketTimeout: ANSWER_MS },
    ...(user && { auth: { user, pass: password ?? '' } }),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    const messageId = `<${id}@${from.split('@').at(-1)?.replace(/>$/, '')}>`
    await transport.sendMail({ from, to: { name: '', address: to }, subject, text, messageId })
  } catch (error) {
    throw deliveryFailed({ target: to, reason: (error as Error).message }, { cause: error })
  } finally {
    transport.close()
  }
}
