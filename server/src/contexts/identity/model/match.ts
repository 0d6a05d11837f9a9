/** True when `text` matches a pattern in which `*` is any run of characters and `?` any one. */
export function globMatches(pattern: string, text: string): boolean {
  let at = 0
  let inPattern = 0
  let star = -1
  let resume = 0
  while (at < text.length) {
    const letter = pattern[inPattern]
    if (letter === '*') {
      star = inPattern++
      resume = at
    } else if (letter === '?' || (letter !== undefined && letter === text[at])) {
      inPattern++
      at++
    } else if (star >= 0) {
      inPattern = star + 1
      at = ++resume
    } else return false
  }
  while (pattern[inPattern] === '*') inPattern++
  return inPattern === pattern.length
}

/** Actions compare without regard to case: `S3:getobject` is `s3:GetObject`. */
export function actionMatches(pattern: string, action: string): boolean {
  return globMatches(pattern.toLowerCase(), action.toLowerCase())
}

/**
 * ARNs match part by part, so that a wildcard for a region cannot swallow an account; only the
 * last of the six parts may hold colons.
 */
export function arnMatches(pattern: string, arn: string): boolean {
  if (pattern === '*') return true
  const wanted = arnParts(pattern)
  const given = arnParts(arn)
  if (!wanted || !given) return globMatches(pattern, arn)
  return wanted.every((part, index) => globMatches(part, given[index]!))
}

function arnParts(arn: string): string[] | undefined {
  const parts = arn.split(':')
  if (parts[0] !== 'arn' || parts.length < 6) return undefined
  return [...parts.slice(0, 5), parts.slice(5).join(':')]
}

/** One value or a list, wherever IAM allows both. */
export function listOf<Value>(value: Value | readonly Value[] | undefined): readonly Value[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value as Value]
}
