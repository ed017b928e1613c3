package com.lambda.kit;

import java.util.ArrayList;

class Queue extends ArrayList<String> {
}
