import { defineError } from '../../foundation/errors.ts'

/** Also the answer for what the caller may not DESCRIBE: absent and hidden look the same (D-21). */
export const notFound = defineError<{ resource: string }>({
  code: 'governance.not-found',
  kind: 'not-found',
  message: () => 'Entity Not Found',
})
