//! 简体中文 (zh-CN), the portal's first language.

super::catalogue! {
    // --- Everywhere ---
    ProductName = "枫桥";
    SkipToMain = "跳到正文";
    ElderMode = "长辈版";
    Back = "返回";
    Home = "回到首页";
    Retry = "再试一次";
    Loading = "正在打开…";
    HelpLineBefore = "打电话问：";
    HelpLine = "12348";
    HelpLineAfter = "公共法律服务热线";

    ProductTitle = "枫桥：有矛盾，先坐下来谈谈";
    PrivacyLink = "个人信息怎么处理";
    OfflineBar = "现在没有网络，已经打开的内容还能看。";

    // --- Titles ---
    HomeTitle = "有矛盾，先坐下来谈谈";
    FieldsTitle = "是哪一类的事？";
    FindTitle = "调解组织";
    OrganizationTitle = "组织详情";
    HealthCheckTitle = "小微企业法治体检";
    PrivacyTitle = "您的个人信息怎么处理";
    SentTitle = "已经提交";
    TrackTitle = "查我的申请进度";

    // --- Failures ---
    FailureOffline = "现在没有网络。您填的内容还在，连上网再试。";
    FailureTimedOut = "等了很久没有回应，可能是网络慢。请再试一次。";
    FailureUnreadable = "服务暂时没有回应。请过一会儿再试。";
    FailureOutdated = "这个页面已经更新，请重新打开。";
    FailureBusy = "现在用的人太多，请过一会儿再试。";

    // --- Results ---
    DistanceKm = "{km} 公里";

    // --- Not found ---
    NotFoundTitle = "没有这个页面";
    NotFoundBody = "地址可能写错了，或者页面已经换了地方。";
}
