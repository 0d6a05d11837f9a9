import { defineError } from '../../foundation/errors.ts'

export const accessDenied = defineError<{ arn: string; action: string; resource: string }>({
  code: 'identity.access-denied',
  kind: 'denied',
  message: ({ arn, action, resource }) =>
    `User: ${arn} is not authorized to perform: ${action} on resource: ${resource}`,
})
