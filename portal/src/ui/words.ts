const COUNT = new Intl.NumberFormat('en')
const SHORT = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const MONEY = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' })
const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const SIZES = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

export const count = (value: number): string => COUNT.format(value)
export const money = (usd: number): string => MONEY.format(usd)

/** `1 row`, `2 rows`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${COUNT.format(value)} ${value === 1 ? one : many}`
}

export function bytes(value: number): string {
  let rest = value
  let step = 0
  while (rest >= 1024 && step < SIZES.length - 1) {
    rest /= 1024
    step += 1
  }
  return `${SHORT.format(rest)} ${SIZES[step]}`
}

/** `4 minutes ago`, `in 2 days`. */
export function relative(at: string, now: number): string {
  const seconds = (Date.parse(at) - now) / 1000
  for (const [unit, length] of STEPS)
    if (Math.abs(seconds) >= length) return RELATIVE.format(Math.trunc(seconds / length), unit)
  return seconds > 0 ? 'in a moment' : 'just now'
}

/** `2026-11-23 06:44:10 UTC`: the same for everybody who reads it. */
export function exact(at: string): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** `06:44 UTC`; on another day than the present one `2026-11-23 06:44 UTC`. */
export function clock(at: string, now: number): string {
  const [day, time] = new Date(at).toISOString().slice(0, 16).split('T')
  return new Date(now).toISOString().startsWith(day ?? '') ? `${time} UTC` : `${day} ${time} UTC`
}

/** `2 h 5 min`, `40 min`, `4.2 s`. */
export function duration(seconds: number): string {
  const size = Math.abs(seconds)
  if (size < 60) return `${SHORT.format(seconds)} s`
  const rest = Math.round(size % 60)
  if (size < 3600) return `${Math.trunc(seconds / 60)} min${rest === 0 ? '' : ` ${rest} s`}`
  if (size < 172_800) return `${Math.trunc(seconds / 3600)} h ${Math.trunc((size % 3600) / 60)} min`
  return `${Math.trunc(seconds / 86_400)} days`
}

/** The last part of an ARN: what people call each other. */
export function shortName(arn: string): string {
  const match = /^arn:[^:]*:[^:]*:[^:]*:\d*:(?:assumed-)?(user|role)\/(.+)$/.exec(arn)
  if (!match) return arn
  return match[1] === 'role' ? `role ${match[2]}` : (match[2] ?? arn)
}

/** An ARN from its account on: `111111111111:table/mobility/flights`. */
export function withoutService(resource: string): string {
  return resource.replace(/^arn:[^:]*:[^:]*:[^:]*:/, '')
}

/** A sentence of the platform with people called as they call each other. */
export function namesIn(text: string): string {
  return text.replaceAll(/arn:[^\s"',;]+/g, shortName)
}

/** Why a run was made. */
export function causeText(cause: string): string {
  return cause === 'new-data' ? 'new data came' : cause
}

/** What sets a pipeline going. */
export function triggerText(trigger: string): string {
  const texts: Record<string, string> = {
    'new-data': 'new data comes',
    'all-new-data': 'new data of all inputs has come',
    manual: 'somebody says so',
  }
  return texts[trigger] ?? trigger
}

export function sentence(text: string): string {
  const start = text.slice(0, 1).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(start) ? start : `${start}.`
}
