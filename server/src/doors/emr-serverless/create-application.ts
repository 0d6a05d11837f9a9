import {
  CreateApplication$,
  type CreateApplicationRequest,
  type CreateApplicationResponse,
} from '@aws-sdk/client-emr-serverless'
import { applicationArn } from '../../contexts/compute/index.ts'
import { invalidRequest } from '../shared/wire.ts'
import { serverlessOperation } from './operation.ts'
import { applicationPlan } from './shapes.ts'

export const createApplication = serverlessOperation<
  CreateApplicationRequest,
  CreateApplicationResponse
>({
  schema: CreateApplication$,
  async run({ compute, region }, caller, input, { requestId }) {
    if (input.type.toUpperCase() !== 'SPARK')
      throw invalidRequest({ problems: [`application type "${input.type}" is not offered`] })
    const created = await compute.createApplication(caller, {
      plan: applicationPlan(input),
      clientToken: input.clientToken ?? requestId,
    })
    const { id, name, accountId } = created
    return { applicationId: id, name, arn: applicationArn({ region, accountId }, id) }
  },
})
