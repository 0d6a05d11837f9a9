import * as iam from '@aws-sdk/client-iam'
import { iamOperation } from './operation.ts'
import { pageOf } from './page.ts'
import { userNameOf } from './user-name.ts'

export const listAccessKeys = iamOperation<iam.ListAccessKeysRequest, iam.ListAccessKeysResponse>({
  schema: iam.ListAccessKeys$,
  async run({ identity }, caller, { UserName, ...page }) {
    const userName = userNameOf(caller, UserName)
    const { items, ...rest } = pageOf(await identity.listAccessKeys(caller, { userName }), page)
    const AccessKeyMetadata = items.map(({ id, active, createdAt }) => ({
      UserName: userName,
      AccessKeyId: id,
      Status: active ? ('Active' as const) : ('Inactive' as const),
      CreateDate: createdAt,
    }))
    return { AccessKeyMetadata, ...rest }
  },
})
