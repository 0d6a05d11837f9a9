/** Where people are told what they must hear. */
export type NoticeTarget = { kind: 'webhook'; url: string } | { kind: 'mail'; address: string }

const MAIL = /^[^\s@<>"',;]+@[^\s@<>"',;]+$/

/** What is wrong with it, in words; undefined: nothing. */
export function targetProblem(target: NoticeTarget): string | undefined {
  if (target.kind === 'mail')
    return MAIL.test(target.address) ? undefined : `"${target.address}" is no mail address`
  const web = /^https?:$/.test(URL.parse(target.url)?.protocol ?? '')
  return web ? undefined : `"${target.url}" is no web address`
}
