import uuid

from compute_case import ComputeCase


class Applications(ComputeCase):
    def test_given_an_application_when_it_lives_then_its_states_are_those_of_serverless(self):
        made = self.serverless.create_application(
            name="nightly",
            releaseLabel="emr-7.9.0",
            type="SPARK",
            maximumCapacity={"cpu": "2 vCPU", "memory": "4 GB", "disk": "20 GB"},
        )
        application = made["applicationId"]

        def get():
            found = self.serverless.get_application(applicationId=application)
            return found["application"]

        self.assertEqual(get()["state"], "CREATED")
        self.serverless.start_application(applicationId=application)
        self.until(lambda: (get()["state"], get()), ("STARTED",))
        self.assertEqual(get()["maximumCapacity"]["cpu"], "2 vCPU")
        listed = self.serverless.list_applications(states=["STARTED"])["applications"]
        self.assertEqual([each["id"] for each in listed], [application])
        self.refused(
            "ValidationException", self.serverless.delete_application, applicationId=application
        )
        self.serverless.stop_application(applicationId=application)
        self.until(lambda: (get()["state"], get()), ("STOPPED",))
        self.serverless.delete_application(applicationId=application)
        self.assertEqual(get()["state"], "TERMINATED")

    def test_given_a_stopped_application_when_updated_then_it_is_as_said_and_else_as_before(self):
        made = self.serverless.create_application(
            name="changed", releaseLabel="emr-7.9.0", type="SPARK", tags={"team": "a"}
        )
        application = made["applicationId"]
        change = {
            "releaseLabel": "spark-4.1",
            "maximumCapacity": {"cpu": "2 vCPU", "memory": "4 GB"},
            "schedulerConfiguration": {"maxConcurrentRuns": 2},
        }

        def update(**options):
            asked = {"applicationId": application, "clientToken": uuid.uuid4().hex, **options}
            return self.serverless.update_application(**asked)["application"]

        update(**change)
        found = self.serverless.get_application(applicationId=application)["application"]
        self.assertEqual(found["releaseLabel"], "spark-4.1")
        self.assertEqual(found["maximumCapacity"], change["maximumCapacity"])
        self.assertEqual(found["schedulerConfiguration"]["maxConcurrentRuns"], 2)
        self.assertEqual(found["tags"], {"team": "a"})
        self.serverless.start_application(applicationId=application)
        self.refused("ValidationException", update, **change)
        self.serverless.stop_application(applicationId=application)
        update(autoStopConfiguration={"enabled": False})
        self.serverless.delete_application(applicationId=application)

    def test_given_a_token_when_reused_for_another_request_then_conflict(self):
        asked = {"releaseLabel": "emr-7.9.0", "type": "SPARK", "clientToken": uuid.uuid4().hex}
        first = self.serverless.create_application(name="one", **asked)

        again = self.serverless.create_application(name="one", **asked)

        self.assertEqual(again["applicationId"], first["applicationId"])
        self.refused("ConflictException", self.serverless.create_application, name="two", **asked)

    def test_given_what_is_not_there_when_asked_then_as_serverless_says(self):
        self.refused(
            "ResourceNotFoundException",
            self.serverless.get_application,
            applicationId="00none00000000",
        )
        wrong = {"releaseLabel": "emr-1.0.0", "type": "SPARK"}
        self.refused("ValidationException", self.serverless.create_application, **wrong)
        job = {"sparkSubmit": {"entryPoint": "s3://no/where.py"}}
        self.refused(
            "ResourceNotFoundException",
            self.serverless.start_job_run,
            applicationId="00none00000000",
            executionRoleArn=self.role,
            jobDriver=job,
        )

    def test_given_no_right_to_pass_the_role_when_a_run_is_started_then_denied(self):
        user = self.client_allowed("emr-serverless", "emr-serverless:*")
        application = user.create_application(name="mine", releaseLabel="emr-7.9.0", type="SPARK")[
            "applicationId"
        ]
        self.refused(
            "AccessDeniedException",
            user.start_job_run,
            applicationId=application,
            executionRoleArn=self.role,
            jobDriver={"sparkSubmit": {"entryPoint": "s3://no/where.py"}},
        )
