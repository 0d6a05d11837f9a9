/** An IAM policy document as JSON has it; one value or a list wherever IAM allows both. */
export interface PolicyDocument {
  Version?: string
  Id?: string
  Statement: PolicyStatement | PolicyStatement[]
}

export interface PolicyStatement {
  Sid?: string
  Effect: 'Allow' | 'Deny'
  Action?: string | string[]
  NotAction?: string | string[]
  Resource?: string | string[]
  NotResource?: string | string[]
  Principal?: PolicyPrincipal
  NotPrincipal?: PolicyPrincipal
  Condition?: Record<string, Record<string, string | string[]>>
}

export type PolicyPrincipal = '*' | Record<string, string | string[]>
