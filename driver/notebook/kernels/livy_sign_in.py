"""Signs sparkmagic's requests with the credentials of the AWS library, which keeps them fresh."""

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from sparkmagic.auth.customauth import Authenticator

SIGNED = ("Authorization", "X-Amz-Date", "X-Amz-Security-Token")


class Signed(Authenticator):
    def __init__(self, parsed_attributes=None):
        super().__init__(parsed_attributes)
        self.session = boto3.Session()

    def __call__(self, request):
        asked = AWSRequest(method=request.method, url=request.url, data=request.body)
        credentials = self.session.get_credentials().get_frozen_credentials()
        SigV4Auth(credentials, "emr-serverless", self.session.region_name).add_auth(asked)
        for name in SIGNED:
            if name in asked.headers:
                request.headers[name] = asked.headers[name]
        return request
