import { invalidInput } from '../errors.ts'

export const SESSION_SECONDS_MIN = 3600 // IAM API: CreateRole, MaxSessionDuration.

const SESSION_SECONDS_MAX = 43_200

export function checkSessionSeconds(seconds: number): void {
  if (seconds < SESSION_SECONDS_MIN || seconds > SESSION_SECONDS_MAX)
    throw invalidInput({
      reason: `MaxSessionDuration is not between ${SESSION_SECONDS_MIN} and ${SESSION_SECONDS_MAX}`,
    })
}
